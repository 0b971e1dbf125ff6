// ch05/07_deadlock.cpp
// Each thread holds one lock and waits for the other's: neither ever goes on.
// Python: threading.Lock.acquire
// Expect: deadlock

#include <boost/thread.hpp>
#include <iostream>
#include <string>
#include <syncstream>

int main() {
    boost::mutex left;
    boost::mutex right;
    boost::barrier both_hold_one(2);

    auto take_both = [&](const std::string& name, boost::mutex& first,
                         boost::mutex& second) {
        boost::lock_guard<boost::mutex> one(first);
        std::osyncstream(std::cout) << name << " holds one lock" << std::endl;
        both_hold_one.wait();

        boost::lock_guard<boost::mutex> two(second);
        std::osyncstream(std::cout) << name << " holds both" << std::endl;
    };
    boost::thread a([&] { take_both("A", left, right); });
    boost::thread b([&] { take_both("B", right, left); });

    a.join();
    b.join();
    std::cout << "done" << std::endl;
}

/* Output:
a| A holds one lock
b| B holds one lock
*/
