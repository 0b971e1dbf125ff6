// ch05/18_granularity.cpp
// Four threads count into four tallies, under one lock, under a lock for each
// tally, and with tallies of their own: what is counted is how often they lock.
// Python: threading.Lock

#include <algorithm>
#include <array>
#include <boost/thread.hpp>
#include <functional>
#include <iostream>
#include <numeric>
#include <string>

constexpr int threads = 4;
constexpr int rounds = 1000;
using tallies = std::array<int, 4>;

class counting_mutex {
public:
    void lock() {
        mutex_.lock();
        ++taken_;
    }
    void unlock() {
        mutex_.unlock();
    }
    int taken() const {
        return taken_;
    }

private:
    boost::mutex mutex_;
    int taken_ = 0;  // only changed by who holds the lock
};

using guard = boost::lock_guard<counting_mutex>;

void run(const std::function<void()>& work) {
    boost::thread_group group;
    for (int count = 0; count < threads; ++count)
        group.create_thread(work);
    group.join_all();
}

void report(const std::string& title, const tallies& counted, int taken) {
    std::cout << title << ": counted "
              << std::accumulate(counted.begin(), counted.end(), 0)
              << ", each lock taken " << taken << " times\n";
}

int main() {
    tallies shared{};
    counting_mutex lock;
    run([&] {
        for (int round = 0; round < rounds; ++round) {
            guard held(lock);
            ++shared[round % shared.size()];
        }
    });
    report("one lock", shared, lock.taken());

    shared = {};
    std::array<counting_mutex, 4> locks;
    run([&] {
        for (int round = 0; round < rounds; ++round) {
            guard held(locks[round % locks.size()]);
            ++shared[round % shared.size()];
        }
    });
    report("four locks", shared, locks[0].taken());

    shared = {};
    counting_mutex at_the_end;
    run([&] {
        tallies own{};
        for (int round = 0; round < rounds; ++round)
            ++own[round % own.size()];
        guard held(at_the_end);
        std::transform(own.begin(), own.end(), shared.begin(), shared.begin(),
                       std::plus<>());
    });
    report("own tallies", shared, at_the_end.taken());
}

/* Output:
one lock: counted 4000, each lock taken 4000 times
four locks: counted 4000, each lock taken 1000 times
own tallies: counted 4000, each lock taken 4 times
*/
