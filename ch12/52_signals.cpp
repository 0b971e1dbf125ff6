// ch12/52_signals.cpp
// Signals are awaited like anything else. None that comes while nobody waits is
// lost; and removing one from the set gives it back to the system.
// Python: asyncio.loop.add_signal_handler, asyncio.loop.remove_signal_handler
// Platform: posix

#include <signal.h>

#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <chrono>
#include <exception>
#include <iostream>
#include <variant>

namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;

const char* name(int number) {
    return number == SIGHUP ? "SIGHUP" : number == SIGTERM ? "SIGTERM" : "?";
}

bool has_default_action(int number) {
    struct sigaction action {};
    ::sigaction(number, nullptr, &action);
    return action.sa_handler == SIG_DFL;
}

asio::awaitable<void> work() {
    asio::steady_timer timer(co_await asio::this_coro::executor, 1h);
    co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<void> run() {
    const auto executor = co_await asio::this_coro::executor;
    asio::signal_set reload(executor, SIGHUP);
    asio::signal_set stop(executor, SIGINT, SIGTERM);

    // Two of them, before anybody waits.
    ::raise(SIGHUP);
    ::raise(SIGHUP);
    for (int i = 0; i < 2; ++i) {
        const int number = co_await reload.async_wait(asio::use_awaitable);
        std::cout << name(number) << ": the configuration is read again\n";
    }

    ::raise(SIGTERM);
    const auto ended =
        co_await (work() || stop.async_wait(asio::use_awaitable));
    if (ended.index() == 1)
        std::cout << name(std::get<1>(ended)) << ": the work is cancelled\n";

    std::cout << std::boolalpha
              << "SIGHUP has its default action: " << has_default_action(SIGHUP)
              << '\n';
    reload.remove(SIGHUP);
    std::cout << "and when it is removed: " << has_default_action(SIGHUP)
              << '\n';
}

int main() {
    asio::io_context loop;
    asio::co_spawn(loop, run(), [](std::exception_ptr error) {
        if (error)
            std::rethrow_exception(error);
    });
    loop.run();
}

/* Output:
SIGHUP: the configuration is read again
SIGHUP: the configuration is read again
SIGTERM: the work is cancelled
SIGHUP has its default action: false
and when it is removed: true
*/
