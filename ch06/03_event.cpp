// ch06/03_event.cpp
// Two runners wait for one event; it stays set, so that a third one who comes
// late does not wait at all.
// Python: threading.Event, threading.Event.set, threading.Event.clear,
//   threading.Event.is_set, threading.Event.wait

#include <boost/thread.hpp>
#include <iostream>
#include <string>
#include <syncstream>

// Boost.Thread has no event: it is a flag, a mutex and a condition.
class Event {
public:
    void set() {
        boost::lock_guard<boost::mutex> held(mutex_);
        flag_ = true;
        changed_.notify_all();
    }

    void clear() {
        boost::lock_guard<boost::mutex> held(mutex_);
        flag_ = false;
    }

    bool is_set() const {
        boost::lock_guard<boost::mutex> held(mutex_);
        return flag_;
    }

    void wait() {
        boost::unique_lock<boost::mutex> lock(mutex_);
        changed_.wait(lock, [this] { return flag_; });
    }

private:
    mutable boost::mutex mutex_;
    boost::condition_variable changed_;
    bool flag_ = false;
};

int main() {
    Event start;
    auto run = [&start](const std::string& name) {
        start.wait();
        std::osyncstream(std::cout) << name << " runs\n";
    };
    auto report = [&start] {
        std::cout << "the event is " << (start.is_set() ? "" : "not ") << "set"
                  << '\n';
    };

    boost::thread a(run, "A");
    boost::thread b(run, "B");
    report();
    start.set();
    a.join();
    b.join();

    report();
    boost::thread late(run, "C");
    late.join();

    start.clear();
    report();
}

/* Output:
the event is not set
a| A runs
b| B runs
the event is set
C runs
the event is not set
*/
