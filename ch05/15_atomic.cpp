// ch05/15_atomic.cpp
// Two threads draw tickets from one counter: no lock, and no number is drawn
// twice.
// Python: none

#include <atomic>
#include <boost/thread.hpp>
#include <iostream>
#include <set>
#include <vector>

int main() {
    constexpr int each = 1000;
    std::atomic<int> next_ticket = 0;
    std::vector<int> drawn_by_a;
    std::vector<int> drawn_by_b;

    auto draw = [&](std::vector<int>& drawn) {
        for (int count = 0; count < each; ++count)
            // One step that reads, adds and gives back what it read.
            drawn.push_back(next_ticket.fetch_add(1));
    };
    boost::thread a([&] { draw(drawn_by_a); });
    boost::thread b([&] { draw(drawn_by_b); });
    a.join();
    b.join();

    std::set<int> different(drawn_by_a.begin(), drawn_by_a.end());
    different.insert(drawn_by_b.begin(), drawn_by_b.end());
    std::cout << "drawn " << 2 * each << '\n';
    std::cout << "different " << different.size() << '\n';
    std::cout << "next ticket " << next_ticket << '\n';
}

/* Output:
drawn 2000
different 2000
next ticket 2000
*/
