// ch06/16_universal_condition.cpp
// Whatever waits can be made of a mutex and a condition: here an event, a
// semaphore and a barrier, and four threads that try to catch them out.
// Python: threading.Condition, threading.Condition.wait_for,
//   threading.Condition.notify, threading.Condition.notify_all

#include <array>
#include <atomic>
#include <boost/thread.hpp>
#include <cstddef>
#include <iostream>

class Event {
    boost::mutex mutex_;
    boost::condition_variable changed_;
    bool flag_ = false;

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
};

class Semaphore {
    boost::mutex mutex_;
    boost::condition_variable changed_;
    int value_;

public:
    explicit Semaphore(int value) : value_(value) {}

    void acquire() {
        boost::unique_lock<boost::mutex> lock(mutex_);
        changed_.wait(lock, [this] { return value_ > 0; });
        --value_;
    }

    void release() {
        boost::lock_guard<boost::mutex> held(mutex_);
        ++value_;
        changed_.notify_one();
    }
};

class Barrier {
    boost::mutex mutex_;
    boost::condition_variable changed_;
    const int parties_;
    int arrived_ = 0;
    unsigned round_ = 0;

public:
    explicit Barrier(int parties) : parties_(parties) {}

    void wait() {
        boost::unique_lock<boost::mutex> lock(mutex_);
        const unsigned round = round_;
        if (++arrived_ == parties_) {
            arrived_ = 0;
            ++round_;
            changed_.notify_all();
        }
        // A fast thread may be back before a slow one has left: the number of
        // the round tells the two apart, a count of arrivals could not.
        changed_.wait(lock, [this, round] { return round_ != round; });
    }
};

int main() {
    constexpr int rounds = 100;
    Event start;
    Semaphore two(2);
    Barrier barrier(4);
    bool started = false;        // guarded by the event alone
    std::array<int, 4> steps{};  // guarded by the barrier alone
    std::atomic<int> inside = 0, early = 0, crowded = 0, out_of_step = 0;

    boost::thread_group threads;
    for (std::size_t me = 0; me < steps.size(); ++me)
        threads.create_thread([&, me] {
            start.wait();
            early += !started;
            for (int round = 1; round <= rounds; ++round) {
                two.acquire();
                crowded += ++inside > 2;
                boost::this_thread::yield();
                --inside;
                two.release();

                steps[me] = round;
                barrier.wait();
                for (int step : steps)
                    out_of_step += step != round;
                barrier.wait();
            }
        });

    started = true;
    start.set();
    threads.join_all();
    std::cout << "passed the event early: " << early << '\n'
              << "third inside the semaphore: " << crowded << '\n'
              << "out of step at the barrier: " << out_of_step << '\n';
}

/* Output:
passed the event early: 0
third inside the semaphore: 0
out of step at the barrier: 0
*/
