// ch06/09_broken_barrier.cpp
// A barrier breaks: by a timeout, by abort, and by a reset under who waits.
// Python: threading.Barrier, threading.Barrier.abort,
//   threading.Barrier.broken, threading.Barrier.n_waiting,
//   threading.Barrier.parties, threading.Barrier.reset,
//   threading.Barrier.wait, threading.BrokenBarrierError

#define BOOST_CHRONO_HEADER_ONLY
#include <boost/thread.hpp>
#include <exception>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <syncstream>

using Timeout = std::optional<boost::chrono::milliseconds>;

struct BrokenBarrier : std::exception {};

// The barriers of Boost and the standard never break: this one has the rules
// of threading.Barrier.
class Barrier {
    enum class Round { filling, open, broken };

public:
    const int parties;
    explicit Barrier(int parties) : parties(parties) {}

    int wait(Timeout timeout = {}) {
        boost::unique_lock<boost::mutex> lock(mutex_);
        // A thread keeps the round it came for; round_ may become the next.
        const std::shared_ptr<Round> round = round_;
        const int index = waiting_;
        if (*round == Round::filling && ++waiting_ == parties) {
            end(Round::open);
            round_ = std::make_shared<Round>(Round::filling);
        }
        auto over = [&round] { return *round != Round::filling; };
        if (!timeout)
            changed_.wait(lock, over);
        else if (!changed_.wait_for(lock, *timeout, over))
            end(Round::broken);
        if (*round == Round::broken)
            throw BrokenBarrier();
        return index;
    }

    void abort() {
        boost::lock_guard<boost::mutex> held(mutex_);
        end(Round::broken);
    }

    void reset() {
        boost::lock_guard<boost::mutex> held(mutex_);
        end(Round::broken);
        round_ = std::make_shared<Round>(Round::filling);
    }

    bool broken() {
        boost::lock_guard<boost::mutex> held(mutex_);
        return *round_ == Round::broken;
    }

    int n_waiting() {
        boost::lock_guard<boost::mutex> held(mutex_);
        return waiting_;
    }

private:
    void end(Round outcome) {
        *round_ = outcome;
        waiting_ = 0;
        changed_.notify_all();
    }

    boost::mutex mutex_;
    boost::condition_variable changed_;
    std::shared_ptr<Round> round_ = std::make_shared<Round>(Round::filling);
    int waiting_ = 0;
};

int main() {
    Barrier barrier(2);
    auto meet = [&](const std::string& name, Timeout timeout = {}) {
        try {
            barrier.wait(timeout);
            std::osyncstream(std::cout) << name << ": through\n";
        } catch (const BrokenBarrier&) {
            std::osyncstream(std::cout) << name << ": broken\n";
        }
    };
    auto while_one_waits = [&](const std::string& name, auto action) {
        boost::thread waiting([&] { meet(name); });
        while (barrier.n_waiting() < barrier.parties - 1)
            boost::this_thread::sleep_for(boost::chrono::milliseconds(1));
        action();
        waiting.join();
        std::cout << (barrier.broken() ? "now broken\n" : "now whole\n");
    };

    meet("A", boost::chrono::milliseconds(20));  // the other one never comes
    meet("B");
    barrier.reset();
    while_one_waits("C", [&] { meet("D"); });
    while_one_waits("E", [&] { barrier.abort(); });
    barrier.reset();
    while_one_waits("F", [&] { barrier.reset(); });
}

/* Output:
A: broken
B: broken
c| C: through
d| D: through
now whole
E: broken
now broken
F: broken
now whole
*/
