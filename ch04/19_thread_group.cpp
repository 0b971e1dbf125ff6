// ch04/19_thread_group.cpp
// Three threads are joined as a group, and their results come back in places of
// their own.
// Python: threading.Thread, threading.Thread.join

#include <boost/thread.hpp>
#include <cstddef>
#include <iostream>
#include <string>
#include <vector>

int main() {
    const std::vector<std::string> words = {"one", "three", "seventeen"};
    // Its full size before any thread starts: growing would move the elements
    // while threads write to them.
    std::vector<std::size_t> lengths(words.size());

    boost::thread_group group;
    for (std::size_t i = 0; i < words.size(); ++i)
        group.create_thread([&, i] { lengths[i] = words[i].size(); });
    std::cout << group.size() << " threads\n";

    group.join_all();
    for (std::size_t i = 0; i < words.size(); ++i)
        std::cout << words[i] << ": " << lengths[i] << '\n';
}

/* Output:
3 threads
one: 3
three: 5
seventeen: 9
*/
