// ch12/17_sequential_or_concurrent.cpp
// Two awaits in a row take turns, even if both coroutines were made before.
// Only what has been started waits at the same time.
// Python: asyncio.create_task, asyncio.gather

#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <chrono>
#include <iostream>
#include <string>
#include <utility>

namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;

asio::awaitable<void> wash(std::string what) {
    std::cout << what << " in\n";
    asio::steady_timer timer(co_await asio::this_coro::executor, 10ms);
    co_await timer.async_wait(asio::use_awaitable);
    std::cout << what << " out\n";
}

asio::awaitable<void> program() {
    std::cout << "one after the other\n";
    co_await wash("socks");
    co_await wash("shirts");

    std::cout << "made first, awaited later\n";
    asio::awaitable<void> socks = wash("socks");
    asio::awaitable<void> shirts = wash("shirts");
    co_await std::move(socks);
    co_await std::move(shirts);

    std::cout << "at the same time\n";
    co_await (wash("socks") && wash("shirts"));
}

int main() {
    asio::io_context loop;
    asio::co_spawn(loop, program(), asio::detached);
    loop.run();
}

/* Output:
one after the other
socks in
socks out
shirts in
shirts out
made first, awaited later
socks in
socks out
shirts in
shirts out
at the same time
socks in
shirts in
*| socks out
*| shirts out
*/
