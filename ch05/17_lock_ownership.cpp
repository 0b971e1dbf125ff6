// ch05/17_lock_ownership.cpp
// One kind of lock belongs to the thread that took it; another kind any thread
// may release.
// Python: threading.Lock.locked, threading.Lock.release,
//   threading.RLock.release

#include <boost/thread.hpp>
#include <boost/thread/testable_mutex.hpp>
#include <iostream>
#include <semaphore>

using owned_lock = boost::testable_mutex<boost::mutex>;

int main() {
    // Python's Lock is this: one place, and no owner.
    std::binary_semaphore gate(1);
    gate.acquire();
    boost::thread([&] { gate.release(); }).join();
    gate.acquire();
    std::cout << "gate: released by another thread\n";

    // A mutex keeps no record that it shows; testable_mutex adds one.
    owned_lock lock;
    boost::lock_guard<owned_lock> held(lock);
    std::cout << "main: " << (lock.is_locked() ? "locked, " : "free, ")
              << (lock.is_locked_by_this_thread() ? "mine" : "not mine")
              << '\n';

    boost::thread([&] {
        std::cout << "thread: " << (lock.is_locked() ? "locked, " : "free, ")
                  << (lock.is_locked_by_this_thread() ? "mine" : "not mine")
                  << '\n';
        try {
            // lock.unlock() here would be undefined behaviour; a guard that
            // holds nothing refuses.
            boost::unique_lock<owned_lock> mine(lock, boost::defer_lock);
            mine.unlock();
        } catch (const boost::lock_error&) {
            std::cout << "thread: refused\n";
        }
    }).join();
}

/* Output:
gate: released by another thread
main: locked, mine
thread: locked, not mine
thread: refused
*/
