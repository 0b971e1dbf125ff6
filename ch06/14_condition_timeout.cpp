// ch06/14_condition_timeout.cpp
// A guest waits for tea and for coffee. The kitchen wakes the guest all the
// time, and yet the wait for coffee ends when its time is over.
// Python: threading.Condition.wait_for, threading.Condition.notify_all

#define BOOST_CHRONO_HEADER_ONLY
#include <boost/thread.hpp>
#include <iostream>

namespace chrono = boost::chrono;

int main() {
    boost::mutex mutex;
    boost::condition_variable changed;
    bool tea = false, coffee = false, asked_again = false;

    boost::thread kitchen([&] {
        boost::unique_lock<boost::mutex> lock(mutex);
        tea = true;
        changed.notify_all();
        // Says every millisecond that something has changed, until asked.
        while (!changed.wait_for(lock, chrono::milliseconds(1),
                                 [&] { return asked_again; }))
            changed.notify_all();
        coffee = true;
        changed.notify_all();
    });

    boost::unique_lock<boost::mutex> lock(mutex);
    auto wait = [&](const char* drink, chrono::milliseconds time,
                    const bool& served) {
        // The time is for the whole wait: it does not begin anew with each
        // notification.
        bool in_time = changed.wait_for(lock, time, [&] { return served; });
        std::cout << drink
                  << (in_time ? ": served\n" : ": no longer waiting\n");
    };

    wait("tea", chrono::minutes(1), tea);
    wait("coffee", chrono::milliseconds(20), coffee);

    asked_again = true;
    changed.notify_all();
    wait("coffee", chrono::minutes(1), coffee);
    lock.unlock();
    kitchen.join();
}

/* Output:
tea: served
coffee: no longer waiting
coffee: served
*/
