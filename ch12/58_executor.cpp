// ch12/58_executor.cpp
// Blocking functions run in a pool's threads while the loop goes on; their
// results and exceptions come back into the loop's thread.
// Python: asyncio.loop.run_in_executor, asyncio.loop.set_default_executor,
//   asyncio.loop.shutdown_default_executor

#include <boost/asio.hpp>
#include <boost/thread.hpp>
#include <iostream>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

namespace asio = boost::asio;

template <typename Function>
using Result = asio::awaitable<std::invoke_result_t<Function>>;

template <typename Function>
Result<Function> run_in_executor(asio::thread_pool& pool, Function function) {
    // Without a capture: what it needs is its argument, which lives as long as
    // the coroutine does.
    auto call = [](Function function) -> Result<Function> {
        co_return function();
    };
    // The coroutine called runs in the pool; the one that awaits goes on where
    // it was.
    co_return co_await asio::co_spawn(pool, call(std::move(function)),
                                      asio::use_awaitable);
}

boost::thread::id where() {
    return boost::this_thread::get_id();
}

int read_number(const std::string& text) {
    return std::stoi(text);
}

asio::awaitable<void> run(asio::thread_pool& pool, asio::thread_pool& other) {
    const boost::thread::id loop_thread = where();
    const boost::thread::id default_thread =
        co_await run_in_executor(pool, where);
    const boost::thread::id other_thread =
        co_await run_in_executor(other, where);
    std::cout << "three threads: "
              << (loop_thread != default_thread &&
                  default_thread != other_thread && other_thread != loop_thread)
              << '\n';

    for (const std::string text : {"12", "twelve"}) {
        auto read = [text] { return read_number(text); };
        try {
            const int number = co_await run_in_executor(pool, read);
            std::cout << "read " << number << '\n';
        } catch (const std::invalid_argument&) {
            std::cout << "no number: " << text << '\n';
        }
    }
    std::cout << "back in the loop: " << (where() == loop_thread) << '\n';
}

int main() {
    std::cout << std::boolalpha;
    asio::thread_pool pool(2);
    asio::thread_pool other(1);
    asio::io_context loop;
    asio::co_spawn(loop, run(pool, other), asio::detached);
    loop.run();
    // Waits for what is still at work in them.
    other.join();
    pool.join();
    std::cout << "both pools have ended\n";
}

/* Output:
three threads: true
read 12
no number: twelve
back in the loop: true
both pools have ended
*/
