// ch02/09_timers.cpp
// An event loop that waits: one thread, several timers. What is due first is
// called first, whatever the order in which the timers were set.
// Python: asyncio.loop.call_at, asyncio.loop.time, asyncio.loop.run_forever

#include <boost/asio.hpp>
#include <chrono>
#include <iostream>

namespace asio = boost::asio;
using namespace std::chrono_literals;

int main() {
    asio::io_context io;
    asio::steady_timer tea(io);
    asio::steady_timer egg(io);
    asio::steady_timer toast(io);

    // All from one moment: three readings of the clock could be far apart.
    const auto start = std::chrono::steady_clock::now();
    tea.expires_at(start + 30ms);
    egg.expires_at(start + 20ms);
    toast.expires_at(start + 10ms);

    tea.async_wait([](auto) { std::cout << "30: tea\n"; });
    egg.async_wait([&egg](auto) {
        std::cout << "20: egg, still soft\n";
        // From when it was due, not from now: delays don't add up.
        egg.expires_at(egg.expiry() + 20ms);
        egg.async_wait([](auto) { std::cout << "40: egg\n"; });
    });
    toast.async_wait([](auto) { std::cout << "10: toast\n"; });

    std::cout << "main: three timers, one thread\n";
    io.run();
    std::cout << "main: no timer is left\n";
}

/* Output:
main: three timers, one thread
10: toast
20: egg, still soft
30: tea
40: egg
main: no timer is left
*/
