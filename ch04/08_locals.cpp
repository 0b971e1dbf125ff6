// ch04/08_locals.cpp
// Two threads are in the same function at the same time, and each has its own
// local variables.
// Python: threading.Thread

#include <array>
#include <boost/thread.hpp>
#include <iostream>
#include <string>
#include <syncstream>
#include <vector>

int main() {
    boost::barrier all_three(3);
    std::array<const std::vector<int>*, 2> seen{};

    auto collect = [&](int slot, const std::string& name, int count) {
        std::vector<int> items;
        for (int item = 0; item < count; ++item)
            items.push_back(item);
        std::osyncstream(std::cout)
            << name << ": " << items.size() << " items\n";

        // Each thread writes its own element. The address means something
        // only while both threads are still in this function.
        seen[slot] = &items;
        all_three.wait();
        all_three.wait();
    };
    boost::thread few(collect, 0, "few", 3);
    boost::thread many(collect, 1, "many", 1000);

    all_three.wait();
    std::cout << "main: the same variable: " << std::boolalpha
              << (seen[0] == seen[1]) << '\n';
    all_three.wait();

    few.join();
    many.join();
}

/* Output:
*| few: 3 items
*| many: 1000 items
main: the same variable: false
*/
