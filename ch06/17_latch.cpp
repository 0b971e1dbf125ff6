// ch06/17_latch.cpp
// A latch counts down once: main waits until both workers are ready, and they
// go on without waiting for anybody.
// Python: none

#include <boost/thread.hpp>
#include <boost/thread/latch.hpp>
#include <iostream>
#include <string>
#include <syncstream>

int main() {
    boost::latch ready(2);
    auto work = [&ready](const std::string& name) {
        std::osyncstream(std::cout) << name << " is ready\n";
        ready.count_down();
        std::osyncstream(std::cout) << name << " works\n";
    };

    boost::thread a(work, "A");
    boost::thread b(work, "B");
    ready.wait();
    std::osyncstream(std::cout) << "main: both are ready\n";
    a.join();
    b.join();

    // It stays open: who waits now does not wait.
    ready.wait();
    std::cout << "main: both are done\n";
}

/* Output:
a,x| A is ready
b,y| B is ready
x,y| main: both are ready
a| A works
b| B works
main: both are done
*/
