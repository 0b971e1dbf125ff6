// ch12/56_run_forever.cpp
// A loop runs until it is stopped, goes on where it was, and runs once more
// until a coroutine is done.
// Python: asyncio.new_event_loop, asyncio.get_running_loop,
//   asyncio.loop.run_forever, asyncio.loop.run_until_complete,
//   asyncio.loop.stop, asyncio.loop.is_running, asyncio.loop.close,
//   asyncio.loop.is_closed, asyncio.SelectorEventLoop

#include <boost/asio.hpp>
#include <future>
#include <iostream>
#include <optional>

namespace asio = boost::asio;

bool is_running(asio::io_context& loop) {
    // Whether this thread is the one that runs it.
    return loop.get_executor().running_in_this_thread();
}

asio::awaitable<int> answer(asio::io_context& loop) {
    const asio::any_io_executor here = co_await asio::this_coro::executor;
    std::cout << "answer: in this loop: " << (here == loop.get_executor())
              << '\n';
    co_return 42;
}

int main() {
    std::cout << std::boolalpha;
    std::optional<asio::io_context> loop(std::in_place);
    // Without it run() returns when there is nothing left to do.
    auto guard = asio::make_work_guard(*loop);

    asio::post(*loop, [&loop] {
        std::cout << "first run: running: " << is_running(*loop) << '\n';
        asio::post(*loop, [] { std::cout << "left over\n"; });
        loop->stop();
    });
    loop->run();
    std::cout << "main: stopped: " << loop->stopped() << '\n';

    loop->restart();
    std::future<int> result =
        asio::co_spawn(*loop, answer(*loop), asio::use_future);
    guard.reset();
    loop->run();
    std::cout << "main: answer " << result.get()
              << ", running: " << is_running(*loop) << '\n';

    // Destroys what was never run, and with it what that owns.
    loop.reset();
    std::cout << "main: closed: " << !loop.has_value() << '\n';
}

/* Output:
first run: running: true
main: stopped: true
left over
answer: in this loop: true
main: answer 42, running: false
main: closed: true
*/
