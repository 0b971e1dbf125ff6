// ch04/03_thread_class.cpp
// A class that is its own thread: run() is what the thread does, and the object
// keeps the result.
// Python: threading.Thread, threading.Thread.run

#include <boost/thread.hpp>
#include <boost/thread/scoped_thread.hpp>
#include <iostream>

class Summation {
public:
    Summation(int first, int last)
        : first(first), last(last), thread(&Summation::run, this) {}

    // The thread holds `this`, so the object must stay where it is.
    Summation(const Summation&) = delete;

    int result() {
        if (thread.joinable())
            thread.join();
        return sum;
    }

private:
    void run() {
        for (int number = first; number <= last; ++number)
            sum += number;
    }

    int first;
    int last;
    int sum = 0;
    // The last member: made when all that run() uses exists, and joined by its
    // destructor before any of that goes.
    boost::scoped_thread<> thread;
};

int main() {
    Summation low(1, 50);
    Summation high(51, 100);

    std::cout << "1 to 50: " << low.result() << '\n';
    std::cout << "51 to 100: " << high.result() << '\n';
    std::cout << "1 to 100: " << low.result() + high.result() << '\n';
}

/* Output:
1 to 50: 1275
51 to 100: 3775
1 to 100: 5050
*/
