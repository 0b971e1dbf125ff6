// ch04/09_shared_globals.cpp
// Globals are one for all threads: the thread reads what main wrote before the
// start, and main reads what the thread wrote after the join.
// Python: threading.Thread

#include <array>
#include <atomic>
#include <boost/thread.hpp>
#include <cstddef>
#include <iostream>
#include <string>

std::string message = "from main";
std::array<int, 2> squares{};
std::atomic<int> finished = 0;

void reply() {
    // What main wrote before it started this thread is visible here.
    std::cout << "thread: read " << message << '\n';
    // There is no `global` statement: an assignment never makes a new
    // variable, only a declaration does.
    message = "from the thread";
}

void square(std::size_t slot, int number) {
    // Two threads, two elements: different objects, so no lock is needed.
    squares[slot] = number * number;
    ++finished;
}

int main() {
    boost::thread replier(reply);
    replier.join();
    // And what the thread wrote is visible after the join.
    std::cout << "main: read " << message << '\n';

    boost::thread left(square, 0, 3);
    boost::thread right(square, 1, 4);
    left.join();
    right.join();
    std::cout << "main: " << squares[0] << " and " << squares[1] << " from "
              << finished << " threads\n";
}

/* Output:
thread: read from main
main: read from the thread
main: 9 and 16 from 2 threads
*/
