// ch04/17_stack_size.cpp
// A thread's stack is given its size before the start: here enough for a
// recursion that the usual size may not hold.
// Python: threading.stack_size

#include <array>
#include <boost/thread.hpp>
#include <cstddef>
#include <iostream>

constexpr std::size_t mebibyte = 1024 * 1024;

// Every call keeps a kibibyte on the stack until the calls below have returned.
int descend(int levels) {
    std::array<volatile char, 1024> page;
    page[0] = 1;
    return levels == 0 ? 0 : descend(levels - 1) + page[0];
}

void dive() {
    std::cout << "depth: " << descend(20'000) << '\n';
}

int main() {
    boost::thread::attributes attributes;
    attributes.set_stack_size(64 * mebibyte);
    std::cout << "stack: " << attributes.get_stack_size() / mebibyte
              << " MiB\n";

    boost::thread diver(attributes, dive);
    diver.join();
}

/* Output:
stack: 64 MiB
depth: 20000
*/
