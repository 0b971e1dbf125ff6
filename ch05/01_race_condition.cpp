// ch05/01_race_condition.cpp
// Both threads read the counter before either writes it back, so each round
// loses one of its two additions.
// Python: none

#include <atomic>
#include <boost/thread.hpp>
#include <iostream>

int main() {
    constexpr int rounds = 100;
    // Each load and each store is well defined by itself; only the pair of
    // them is not one step.
    std::atomic<int> counter = 0;
    boost::barrier both(2);

    auto add = [&] {
        for (int round = 0; round < rounds; ++round) {
            int seen = counter.load();
            both.wait();
            counter.store(seen + 1);
            both.wait();
        }
    };
    boost::thread a(add);
    boost::thread b(add);
    a.join();
    b.join();

    std::cout << "added   " << 2 * rounds << '\n';
    std::cout << "counted " << counter << '\n';
}

/* Output:
added   200
counted 100
*/
