// ch12/55_call_later.cpp
// A timer calls back at a time or after a while; one that waits for a day is
// called off, and its callback learns of it.
// Python: asyncio.loop.call_later, asyncio.loop.call_at, asyncio.loop.time,
//   asyncio.TimerHandle, asyncio.TimerHandle.when, asyncio.Handle.cancel

#include <boost/asio.hpp>
#include <chrono>
#include <iostream>

namespace asio = boost::asio;
using boost::system::error_code;
using namespace std::chrono_literals;

int main() {
    asio::io_context loop;
    // The loop's time is the timer's clock, which nobody sets.
    const auto start = asio::steady_timer::clock_type::now();
    asio::steady_timer late(loop, start + 20ms);
    asio::steady_timer early(loop, start + 10ms);
    asio::steady_timer never(loop, start + 24h);
    asio::steady_timer after(loop);

    never.async_wait([](error_code error) {
        if (error == asio::error::operation_aborted)
            std::cout << "never: called off\n";
    });
    late.async_wait([&](error_code) {
        std::cout << "late\n";
        after.expires_after(5ms);
        after.async_wait([](error_code) { std::cout << "after late\n"; });
    });
    early.async_wait([&](error_code) {
        const auto left = never.expiry() - start;
        std::cout << "early: never is due after " << left / 1h << " hours\n";
        never.cancel();
    });
    loop.run();
    std::cout << "main: nothing is left to wait for\n";
}

/* Output:
early: never is due after 24 hours
a| never: called off
b| late
b| after late
main: nothing is left to wait for
*/
