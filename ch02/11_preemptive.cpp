// ch02/11_preemptive.cpp
// Two threads count, and each goes on until the other has got far enough too.
// Neither ever gives way, and still both arrive, also on a single core.
// Python: threading.Thread

#include <atomic>
#include <boost/thread.hpp>
#include <functional>
#include <iostream>
#include <string>
#include <syncstream>

int main() {
    constexpr long goal = 1000;
    std::atomic<long> a_count = 0;
    std::atomic<long> b_count = 0;

    auto race = [](const std::string& name, std::atomic<long>& own,
                   const std::atomic<long>& other) {
        // No wait, no yield, no system call: only the system can take the
        // processor away from this loop.
        while (own < goal || other < goal)
            ++own;
        std::osyncstream(std::cout)
            << name << ": at " << own << ", and the other at " << other << '\n';
    };
    boost::thread a(race, "A", std::ref(a_count), std::cref(b_count));
    boost::thread b(race, "B", std::ref(b_count), std::cref(a_count));
    a.join();
    b.join();
    std::cout << "main: nobody had to give way\n";
}

/* Output:
*| A: at {{[0-9]+}}, and the other at {{[0-9]+}}
*| B: at {{[0-9]+}}, and the other at {{[0-9]+}}
main: nobody had to give way
*/
