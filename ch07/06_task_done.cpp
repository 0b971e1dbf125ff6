// ch07/06_task_done.cpp
// Two workers cut a stick until its pieces are of length 1. Each cut gives two
// more tasks; main joins the queue and so waits until the last is done.
// Python: queue.Queue.task_done, queue.Queue.join

#include <boost/thread.hpp>
#include <boost/thread/concurrent_queues/sync_queue.hpp>
#include <cstddef>
#include <iostream>
#include <stdexcept>
#include <syncstream>

class TaskQueue {
public:
    void put(int task) {
        boost::lock_guard<boost::mutex> held(mutex_);
        ++unfinished_;
        tasks_.push(task);
    }

    // False when the queue is closed and empty.
    bool get(int& task) {
        return tasks_.wait_pull(task) == boost::queue_op_status::success;
    }

    void task_done() {
        boost::lock_guard<boost::mutex> held(mutex_);
        if (unfinished_ == 0)
            throw std::logic_error("task_done called too many times");
        if (--unfinished_ == 0)
            all_done_.notify_all();
    }

    void join() {
        boost::unique_lock<boost::mutex> lock(mutex_);
        all_done_.wait(lock, [this] { return unfinished_ == 0; });
    }

    void close() {
        tasks_.close();
    }

private:
    boost::sync_queue<int> tasks_;
    boost::mutex mutex_;
    boost::condition_variable all_done_;
    std::size_t unfinished_ = 0;
};

void work(TaskQueue& sticks) {
    for (int length = 0; sticks.get(length);) {
        std::osyncstream(std::cout) << "length " << length << '\n';
        if (length > 1) {
            sticks.put(length / 2);
            sticks.put(length - length / 2);
        }
        // After the two puts: the count can't fall to zero in between.
        sticks.task_done();
    }
}

int main() {
    TaskQueue sticks;
    boost::thread_group workers;
    workers.create_thread([&] { work(sticks); });
    workers.create_thread([&] { work(sticks); });

    sticks.put(4);
    sticks.join();
    std::cout << "all is cut\n";
    sticks.close();
    workers.join_all();

    try {
        sticks.task_done();
    } catch (const std::logic_error& error) {
        std::cout << error.what() << '\n';
    }
}

/* Output:
length 4
a,c| length 2
b,d| length 2
a| length 1
c| length 1
b| length 1
d| length 1
all is cut
task_done called too many times
*/
