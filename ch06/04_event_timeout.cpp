// ch06/04_event_timeout.cpp
// A wait with a timeout says whether the event was set or the time ran out.
// Python: threading.Event.wait

#define BOOST_CHRONO_HEADER_ONLY
#include <boost/thread.hpp>
#include <iostream>

namespace chrono = boost::chrono;

class Event {
public:
    void set() {
        boost::lock_guard<boost::mutex> held(mutex_);
        flag_ = true;
        changed_.notify_all();
    }

    void wait() {
        boost::unique_lock<boost::mutex> lock(mutex_);
        changed_.wait(lock, [this] { return flag_; });
    }

    // With a predicate the answer is the predicate's, so that an event set
    // at the last moment counts as set.
    bool wait_for(chrono::milliseconds timeout) {
        boost::unique_lock<boost::mutex> lock(mutex_);
        return changed_.wait_for(lock, timeout, [this] { return flag_; });
    }

private:
    boost::mutex mutex_;
    boost::condition_variable changed_;
    bool flag_ = false;
};

int main() {
    Event question, answer;
    boost::thread oracle([&] {
        question.wait();
        answer.set();
    });

    // Nothing has been asked yet: this wait can only run out.
    std::cout << "unasked: "
              << (answer.wait_for(chrono::milliseconds(20)) ? "an answer"
                                                            : "no answer")
              << '\n';

    question.set();
    std::cout << "asked: "
              << (answer.wait_for(chrono::minutes(1)) ? "an answer"
                                                      : "no answer")
              << '\n';
    oracle.join();
}

/* Output:
unasked: no answer
asked: an answer
*/
