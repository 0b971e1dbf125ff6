// ch01/16_clocks.cpp
// A duration knows its unit; the time that has passed is read from a clock that
// never goes back.
// Python: time.perf_counter, time.monotonic, time.sleep, datetime.timedelta

#include <chrono>
#include <iostream>
#include <thread>

namespace chrono = std::chrono;
using namespace std::chrono_literals;

// Whatever unit the caller writes arrives as milliseconds.
void show(chrono::milliseconds timeout) {
    std::cout << "timeout " << timeout.count() << " ms\n";
}

int main() {
    show(250ms);
    show(2s);
    show(1min + 30s);

    // What may lose something has to be asked for: whole seconds are cut off,
    // a fraction is kept by a double.
    const auto lap = 1750ms;
    std::cout << chrono::duration_cast<chrono::seconds>(lap).count()
              << " s, or " << chrono::duration<double>(lap).count() << " s\n";

    const auto start = chrono::steady_clock::now();
    std::this_thread::sleep_for(20ms);
    const auto elapsed = chrono::steady_clock::now() - start;
    std::cout << "slept "
              << chrono::duration_cast<chrono::microseconds>(elapsed).count()
              << " us, " << (elapsed >= 20ms ? "enough" : "too short") << '\n';

    // A deadline is a point in time. A wait that is interrupted and resumed
    // keeps a deadline, but would begin a timeout again.
    const auto deadline = chrono::steady_clock::now() + 20ms;
    std::this_thread::sleep_until(deadline);
    std::cout << "deadline "
              << (chrono::steady_clock::now() >= deadline ? "passed" : "ahead")
              << '\n';
}

/* Output:
timeout 250 ms
timeout 2000 ms
timeout 90000 ms
1 s, or 1.75 s
slept {{\d+}} us, enough
deadline passed
*/
