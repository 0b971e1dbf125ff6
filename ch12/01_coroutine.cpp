// ch12/01_coroutine.cpp
// Calling a coroutine function runs nothing of it. It runs when it is awaited,
// or when the event loop comes to what it has been handed.
// Python: asyncio.run

#include <boost/asio.hpp>
#include <future>
#include <iostream>
#include <utility>

namespace asio = boost::asio;

asio::awaitable<int> square(int number) {
    std::cout << "squaring " << number << '\n';
    const int result = number * number;
    co_return result;
}

asio::awaitable<int> program() {
    std::cout << "program: starts\n";
    asio::awaitable<int> coroutine = square(7);
    std::cout << "program: has a coroutine, no number yet\n";

    // Awaiting uses the coroutine up, which the move makes visible.
    const int result = co_await std::move(coroutine);

    // Never awaited, this one is destroyed before its first line.
    asio::awaitable<int> dropped = square(8);
    co_return result;
}

int main() {
    asio::io_context loop;
    std::future<int> result = asio::co_spawn(loop, program(), asio::use_future);
    std::cout << "main: nothing has run\n";

    // Returns when nothing is left to do.
    loop.run();
    std::cout << "main: " << result.get() << '\n';
}

/* Output:
main: nothing has run
program: starts
program: has a coroutine, no number yet
squaring 7
main: 49
*/
