// ch05/05_try_lock.cpp
// While another thread holds the lock, an attempt fails at once or after its
// time is up; when the lock comes free, the wait ends early.
// Python: threading.Lock.acquire

// Boost.Thread measures time with Boost.Chrono; this spares linking it.
#define BOOST_CHRONO_HEADER_ONLY
#include <boost/chrono/duration.hpp>
#include <boost/thread.hpp>
#include <iostream>

using lock_type = boost::timed_mutex;
using attempt = boost::unique_lock<lock_type>;

const char* outcome(const attempt& tried) {
    return tried.owns_lock() ? "taken" : "refused";
}

int main() {
    lock_type lock;
    boost::barrier taken(2);
    boost::barrier asked(2);

    boost::thread holder([&] {
        boost::lock_guard<lock_type> held(lock);
        taken.wait();
        asked.wait();
    });

    taken.wait();
    {
        attempt at_once(lock, boost::try_to_lock);
        std::cout << "at once: " << outcome(at_once) << '\n';
        attempt brief(lock, boost::chrono::milliseconds(20));
        std::cout << "within 20 ms: " << outcome(brief) << '\n';
    }
    asked.wait();

    attempt patient(lock, boost::chrono::minutes(1));
    std::cout << "within a minute: " << outcome(patient) << '\n';
    holder.join();
}

/* Output:
at once: refused
within 20 ms: refused
within a minute: taken
*/
