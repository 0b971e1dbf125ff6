// ch04/02_arguments.cpp
// Three ways for an argument to reach a thread: as a copy, shared with main, or
// given away.
// Python: threading.Thread

// Boost's default, version 2, copies every argument, and lets a forgotten
// std::ref pass. From version 4 on it moves them on as std::thread does.
#define BOOST_THREAD_VERSION 5
#include <boost/thread.hpp>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

using Numbers = std::vector<int>;
using Letter = std::unique_ptr<std::string>;

void work(Numbers copied, Numbers& shared, Letter letter) {
    copied.push_back(4);
    shared.push_back(4);
    std::cout << "thread: copied " << copied.size() << ", shared "
              << shared.size() << ", letter " << *letter << '\n';
}

int main() {
    Numbers copied = {1, 2, 3};
    Numbers shared = {1, 2, 3};
    auto letter = std::make_unique<std::string>("from main");

    // Without std::ref, `shared` would be copied too. The compiler refuses
    // that, as work() would change a copy that nobody sees.
    boost::thread by_arguments(work, copied, std::ref(shared),
                               std::move(letter));
    by_arguments.join();
    std::cout << "main: copied " << copied.size() << ", shared "
              << shared.size() << ", letter " << (letter ? "kept" : "gone")
              << '\n';

    // A lambda says the same three things where it captures.
    letter = std::make_unique<std::string>("by capture");
    boost::thread by_capture(
        [copied, &shared, letter = std::move(letter)]() mutable {
            work(std::move(copied), shared, std::move(letter));
        });
    by_capture.join();
    std::cout << "main: copied " << copied.size() << ", shared "
              << shared.size() << '\n';
}

/* Output:
thread: copied 4, shared 4, letter from main
main: copied 3, shared 4, letter gone
thread: copied 4, shared 5, letter by capture
main: copied 3, shared 5
*/
