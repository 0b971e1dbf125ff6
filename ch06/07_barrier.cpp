// ch06/07_barrier.cpp
// Two threads take three steps; neither begins a step before the other has
// finished the one before.
// Python: threading.Barrier, threading.Barrier.wait

#include <boost/thread.hpp>
#include <iostream>
#include <string>
#include <syncstream>

int main() {
    boost::barrier barrier(2);
    auto walk = [&barrier](const std::string& name, int& chosen) {
        for (int step = 1; step <= 3; ++step) {
            std::osyncstream(std::cout) << name << " step " << step << '\n';
            // wait returns true in exactly one of the threads.
            if (barrier.wait())
                ++chosen;
        }
    };

    int a_chosen = 0, b_chosen = 0;
    boost::thread a([&] { walk("A", a_chosen); });
    boost::thread b([&] { walk("B", b_chosen); });
    a.join();
    b.join();
    std::cout << "one was chosen " << a_chosen + b_chosen << " times\n";
}

/* Output:
a,x| A step 1
b,y| B step 1
a,y| A step 2
b,x| B step 2
a,x| A step 3
b,y| B step 3
one was chosen 3 times
*/
