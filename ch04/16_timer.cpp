// ch04/16_timer.cpp
// A function runs on another thread after a while, unless its timer is
// cancelled first.
// Python: threading.Timer, threading.Timer.cancel

#include <boost/asio.hpp>
#include <chrono>
#include <iostream>
#include <string>

namespace asio = boost::asio;
using namespace std::chrono_literals;

void ring(const std::string& name, const boost::system::error_code& error) {
    // Called in any case: cancelling ends the wait with operation_aborted.
    if (!error)
        std::cout << name << ": rings\n";
}

int main() {
    asio::thread_pool threads(1);
    asio::steady_timer soon(threads, 20ms);
    asio::steady_timer never(threads, 1h);

    // The time runs from the timer's construction; this says what happens then.
    soon.async_wait([](const auto& error) { ring("soon", error); });
    never.async_wait([](const auto& error) { ring("never", error); });
    never.cancel();

    // Waits until no timer has anything left to do.
    threads.join();
    std::cout << "main: no timer left\n";
}

/* Output:
soon: rings
main: no timer left
*/
