// ch12/32_call_from_a_thread.cpp
// main starts coroutines on the loop of another thread and waits for what they
// return; one that takes too long it cancels, from over there.
// Python: asyncio.run_coroutine_threadsafe

#include <boost/asio.hpp>
#include <boost/thread.hpp>
#include <chrono>
#include <future>
#include <iostream>
#include <stdexcept>

namespace asio = boost::asio;
using namespace std::chrono_literals;

asio::awaitable<int> divide(int a, int b) {
    co_await asio::post(asio::use_awaitable);
    if (b == 0)
        throw std::domain_error("division by zero");
    co_return a / b;
}

asio::awaitable<int> wait_for_ever() {
    asio::steady_timer never(co_await asio::this_coro::executor,
                             asio::steady_timer::time_point::max());
    co_await never.async_wait(asio::use_awaitable);
    co_return 0;
}

int main() {
    asio::io_context loop;
    asio::cancellation_signal cancel;
    // Without work, run() would return at once.
    auto guard = asio::make_work_guard(loop);
    boost::thread thread([&loop] { loop.run(); });

    for (int divisor : {3, 0}) {
        std::future<int> quotient =
            asio::co_spawn(loop, divide(12, divisor), asio::use_future);
        try {
            const int result = quotient.get();
            std::cout << "main: " << result << '\n';
        } catch (const std::domain_error& error) {
            std::cout << "main: " << error.what() << '\n';
        }
    }

    std::future<int> nothing = asio::co_spawn(
        loop, wait_for_ever(),
        asio::bind_cancellation_slot(cancel.slot(), asio::use_future));
    if (nothing.wait_for(10ms) == std::future_status::timeout)
        std::cout << "main: has waited long enough\n";
    // A signal is not for use by several threads: the loop's emits it.
    asio::post(loop, [&] { cancel.emit(asio::cancellation_type::terminal); });
    try {
        nothing.get();
    } catch (const boost::system::system_error&) {
        std::cout << "main: cancelled\n";
    }

    guard.reset();
    thread.join();
}

/* Output:
main: 4
main: division by zero
main: has waited long enough
main: cancelled
*/
