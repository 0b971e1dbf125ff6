// ch06/08_barrier_action.cpp
// When all three have arrived, one of them runs the barrier's action while the
// others are held: it adds up what they counted, without a lock.
// Python: threading.Barrier, threading.Barrier.wait

#include <array>
#include <boost/thread.hpp>
#include <cstddef>
#include <iostream>
#include <numeric>
#include <syncstream>

int main() {
    std::array<int, 3> counts{};
    int round = 0;
    auto add_up = [&] {
        // Nobody counts now, and what was counted before is visible here.
        int total = std::accumulate(counts.begin(), counts.end(), 0);
        std::osyncstream(std::cout)
            << "round " << ++round << ": total " << total << '\n';
    };
    boost::barrier barrier(counts.size(), add_up);

    auto count = [&](std::size_t index) {
        for (int turn = 1; turn <= 2; ++turn) {
            counts[index] += static_cast<int>(index) + 1;
            std::osyncstream(std::cout)
                << "counter " << index + 1 << ": " << counts[index] << '\n';
            barrier.wait();
        }
    };

    boost::thread_group counters;
    for (std::size_t index = 0; index < counts.size(); ++index)
        counters.create_thread([&count, index] { count(index); });
    counters.join_all();
}

/* Output:
1| counter 1: 1
2| counter 2: 2
3| counter 3: 3
round 1: total 6
1| counter 1: 2
2| counter 2: 4
3| counter 3: 6
round 2: total 12
*/
