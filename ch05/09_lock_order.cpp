// ch05/09_lock_order.cpp
// Every lock has a rank, and a thread may only take a higher one than it has:
// the wrong order fails each time, instead of deadlocking once in a while.
// Python: threading.Lock, threading.Lock.acquire, threading.Lock.release

#include <algorithm>
#include <boost/thread.hpp>
#include <iostream>
#include <stdexcept>
#include <string>
#include <syncstream>
#include <vector>

// With lock() and unlock() it fits lock_guard and unique_lock.
class ranked_mutex {
public:
    explicit ranked_mutex(int rank) : rank_(rank) {}

    void lock() {
        if (!held_.empty() && rank_ <= held_.back())
            throw std::logic_error("rank " + std::to_string(rank_) +
                                   " after rank " +
                                   std::to_string(held_.back()));
        boost::unique_lock<boost::mutex> taken(mutex_);
        held_.push_back(rank_);
        taken.release();  // leaves it locked, for unlock()
    }

    void unlock() {
        held_.erase(std::find(held_.begin(), held_.end(), rank_));
        mutex_.unlock();
    }

private:
    boost::mutex mutex_;
    const int rank_;
    // Ascending, as only a higher rank is ever added.
    static inline thread_local std::vector<int> held_;
};

int main() {
    ranked_mutex customer(1);
    ranked_mutex account(2);

    auto take_both = [](const std::string& name, ranked_mutex& first,
                        ranked_mutex& second) {
        try {
            boost::lock_guard<ranked_mutex> one(first);
            boost::lock_guard<ranked_mutex> two(second);
            std::osyncstream(std::cout) << name << ": holds both\n";
        } catch (const std::logic_error& error) {
            std::osyncstream(std::cout) << name << ": " << error.what() << '\n';
        }
    };
    boost::thread a([&] { take_both("A", customer, account); });
    boost::thread b([&] { take_both("B", account, customer); });
    a.join();
    b.join();
}

/* Output:
a| A: holds both
b| B: rank 1 after rank 2
*/
