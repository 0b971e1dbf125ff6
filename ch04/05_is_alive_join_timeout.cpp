// ch04/05_is_alive_join_timeout.cpp
// After a join with a time limit, main asks whether the thread is still alive.
// Python: threading.Thread.is_alive, threading.Thread.join

// Boost.Thread waits by Boost's clocks; this spares linking boost_chrono.
#define BOOST_CHRONO_HEADER_ONLY
#include <boost/chrono/duration.hpp>
#include <boost/thread.hpp>
#include <iostream>

bool is_alive(boost::thread& thread) {
    // joinable() alone would not do: a thread that has ended stays joinable
    // until somebody joins it.
    return thread.joinable() &&
           !thread.try_join_for(boost::chrono::milliseconds(0));
}

int main() {
    std::cout << std::boolalpha;
    boost::promise<void> release;
    boost::thread worker([released = release.get_future()]() mutable {
        released.wait();
        std::cout << "worker: released\n";
    });

    // It cannot end before the release, however slow this machine is.
    bool ended = worker.try_join_for(boost::chrono::milliseconds(20));
    std::cout << "main: ended: " << ended << '\n'
              << "main: alive: " << is_alive(worker) << '\n';

    release.set_value();
    ended = worker.try_join_for(boost::chrono::hours(1));
    std::cout << "main: ended: " << ended << '\n'
              << "main: alive: " << is_alive(worker) << '\n';
}

/* Output:
main: ended: false
main: alive: true
worker: released
main: ended: true
main: alive: false
*/
