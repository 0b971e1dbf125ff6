// ch05/21_synchronized_value.cpp
// A value and its lock in one object, so that nobody gets to the value without
// the lock.
// Python: none

#include <boost/thread.hpp>
#include <boost/thread/synchronized_value.hpp>
#include <cstddef>
#include <iostream>
#include <string>
#include <vector>

int main() {
    constexpr int each = 100;
    boost::synchronized_value<std::vector<std::string>> log;

    auto write = [&](const std::string& name) {
        for (int count = 0; count < each; ++count) {
            // Held until the end of the block: the two lines stay together.
            auto held = log.synchronize();
            held->push_back(name + " begins");
            held->push_back(name + " ends");
        }
    };
    boost::thread a([&] { write("A"); });
    boost::thread b([&] { write("B"); });
    a.join();
    b.join();

    // Locked for this one call.
    std::cout << "lines " << log->size() << '\n';

    int together = 0;
    auto held = log.synchronize();
    for (std::size_t line = 0; line < held->size(); line += 2)
        together += (*held)[line][0] == (*held)[line + 1][0];
    std::cout << "pairs together " << together << '\n';
}

/* Output:
lines 400
pairs together 200
*/
