// ch06/01_join.cpp
// Three threads add up a third of the numbers each, without a lock; what they
// wrote is there once main has joined them.
// Python: threading.Thread.join

#include <array>
#include <boost/thread.hpp>
#include <cstddef>
#include <iostream>
#include <numeric>
#include <syncstream>
#include <vector>

int main() {
    std::vector<int> numbers(3000);
    std::iota(numbers.begin(), numbers.end(), 1);

    std::array<int, 3> sums{};
    auto add_up = [&](std::size_t third) {
        auto part = numbers.begin() + 1000 * third;
        // Every thread writes to an element of its own: that is no data race.
        sums[third] = std::accumulate(part, part + 1000, 0);
        std::osyncstream(std::cout)
            << "third " << third + 1 << ": " << sums[third] << '\n';
    };

    std::vector<boost::thread> threads;
    for (std::size_t third = 0; third < sums.size(); ++third)
        threads.emplace_back(add_up, third);

    // All that a thread did happens before the join that waited for it
    // returns. To read `sums` any earlier would be undefined behaviour.
    for (boost::thread& thread : threads)
        thread.join();

    std::cout << "total: " << std::accumulate(sums.begin(), sums.end(), 0)
              << '\n';
}

/* Output:
1| third 1: 500500
2| third 2: 1500500
3| third 3: 2500500
total: 4501500
*/
