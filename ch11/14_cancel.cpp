// ch11/14_cancel.cpp
// Of two jobs for one worker the one that has begun can't be cancelled; the one
// that waits behind it can, and never runs.
// Python: concurrent.futures.Future.cancel,
//   concurrent.futures.Future.cancelled, concurrent.futures.CancelledError

#define BOOST_THREAD_VERSION 5
#include <atomic>
#include <boost/exception_ptr.hpp>
#include <boost/thread.hpp>
#include <boost/thread/executors/basic_thread_pool.hpp>
#include <exception>
#include <functional>
#include <iostream>
#include <memory>
#include <utility>

class Cancelled : public std::exception {};

// Boost's futures know no cancelling. The worker and whoever cancels both want
// the job, and only the first of them gets it.
class Job {
public:
    explicit Job(std::function<int()> work) : work_(std::move(work)) {}

    boost::future<int> get_future() {
        return result_.get_future();
    }

    bool cancel() {
        State state = State::waiting;
        if (state_.compare_exchange_strong(state, State::cancelled))
            result_.set_exception(Cancelled());
        return state != State::begun;
    }

    bool cancelled() const {
        return state_ == State::cancelled;
    }

    void run() {
        State state = State::waiting;
        if (!state_.compare_exchange_strong(state, State::begun))
            return;
        try {
            result_.set_value(work_());
        } catch (...) {
            result_.set_exception(boost::current_exception());
        }
    }

private:
    enum class State { waiting, begun, cancelled };

    std::function<int()> work_;
    std::atomic<State> state_ = State::waiting;
    boost::promise<int> result_;
};

int main() {
    boost::promise<void> begun;
    boost::future<void> has_begun = begun.get_future();
    boost::promise<void> gate;
    boost::shared_future<void> opened = gate.get_future().share();

    auto first = std::make_shared<Job>([&begun, opened] {
        begun.set_value();
        opened.wait();
        return 1;
    });
    auto second = std::make_shared<Job>([] { return 2; });
    boost::basic_thread_pool pool(1);
    pool.submit([first] { first->run(); });
    pool.submit([second] { second->run(); });

    has_begun.wait();
    std::cout << std::boolalpha;
    std::cout << "the first can be cancelled: " << first->cancel() << '\n';
    std::cout << "the second can be cancelled: " << second->cancel() << '\n';
    std::cout << "the second is cancelled: " << second->cancelled() << '\n';
    gate.set_value();

    std::cout << "the first returns " << first->get_future().get() << '\n';
    try {
        second->get_future().get();
    } catch (const Cancelled&) {
        std::cout << "the second returns nothing\n";
    }
}

/* Output:
the first can be cancelled: false
the second can be cancelled: true
the second is cancelled: true
the first returns 1
the second returns nothing
*/
