// ch05/10_timed_backoff.cpp
// Two threads are about to deadlock; one gives up after a while, lets go of
// what it holds, and both get through.
// Python: threading.Lock.acquire, threading.Lock.release

// Boost.Thread measures time with Boost.Chrono; this spares linking it.
#define BOOST_CHRONO_HEADER_ONLY
#include <boost/chrono/duration.hpp>
#include <boost/thread.hpp>
#include <iostream>
#include <syncstream>

using attempt = boost::unique_lock<boost::timed_mutex>;

int main() {
    boost::timed_mutex left;
    boost::timed_mutex right;
    boost::barrier both_hold_one(2);

    boost::thread a([&] {
        attempt have(left);
        std::osyncstream(std::cout) << "A holds left\n";
        both_hold_one.wait();

        attempt want(right, boost::defer_lock);
        while (!want.try_lock_for(boost::chrono::milliseconds(20))) {
            std::osyncstream(std::cout) << "A gives up\n";
            have.unlock();
            // The lock that was missing comes first now. To ask again in the
            // old order at once could go on like this for ever.
            have.swap(want);
            have.lock();
        }
        std::osyncstream(std::cout) << "A holds both\n";
    });

    boost::thread b([&] {
        attempt have(right);
        std::osyncstream(std::cout) << "B holds right\n";
        both_hold_one.wait();

        attempt other(left);
        std::osyncstream(std::cout) << "B holds both\n";
    });

    a.join();
    b.join();
}

/* Output:
a| A holds left
b| B holds right
A gives up
B holds both
A holds both
*/
