// ch06/12_wait_for.cpp
// A notification that nobody waits for is lost, and a thread may be woken for
// nothing; a wait with a predicate survives both.
// Python: threading.Condition.wait, threading.Condition.wait_for,
//   threading.Condition.notify

#define BOOST_CHRONO_HEADER_ONLY
#include <boost/thread.hpp>
#include <iostream>
#include <syncstream>

int main() {
    boost::mutex mutex;
    boost::condition_variable changed;
    bool ready = false;
    int looks = 0;

    // Lost: the notification comes first, the wait after it.
    {
        boost::unique_lock<boost::mutex> lock(mutex);
        ready = true;
        changed.notify_one();
        auto status = changed.wait_for(lock, boost::chrono::milliseconds(20));
        std::cout << "without a predicate: "
                  << (status == boost::cv_status::timeout ? "missed it"
                                                          : "woken")
                  << '\n';
        // The predicate is asked before the first sleep.
        changed.wait(lock, [&] { return ready; });
        std::cout << "with a predicate: did not sleep\n";
        ready = false;
    }

    // Spurious: woken although nothing is ready.
    boost::thread waiter([&] {
        boost::unique_lock<boost::mutex> lock(mutex);
        changed.wait(lock, [&] {
            ++looks;
            return ready;
        });
        std::osyncstream(std::cout) << "waiter: ready\n";
    });

    boost::unique_lock<boost::mutex> lock(mutex);
    // The first look precedes the sleep; each further one follows a wake-up.
    while (looks < 2) {
        changed.notify_one();
        lock.unlock();
        boost::this_thread::sleep_for(boost::chrono::milliseconds(1));
        lock.lock();
    }
    std::osyncstream(std::cout) << "main: woke it for nothing\n";
    ready = true;
    changed.notify_one();
    lock.unlock();
    waiter.join();
}

/* Output:
without a predicate: missed it
with a predicate: did not sleep
main: woke it for nothing
waiter: ready
*/
