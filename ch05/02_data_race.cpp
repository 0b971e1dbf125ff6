// ch05/02_data_race.cpp
// Two threads add to one plain int and nothing orders what they do: some
// additions may get lost.
// Python: none
// Expect: data race

#include <boost/thread.hpp>
#include <iostream>

int main() {
    constexpr int rounds = 1000;
    int counter = 0;
    boost::barrier start(2);

    auto add = [&] {
        // Neither thread may be done before the other begins.
        start.wait();
        for (int round = 0; round < rounds; ++round) {
            ++counter;  // undefined behaviour: the other thread writes too
            // Without this call the compiler may add all the rounds at once.
            boost::this_thread::yield();
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
added   2000
counted {{\d+}}
*/
