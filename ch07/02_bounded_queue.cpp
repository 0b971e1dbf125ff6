// ch07/02_bounded_queue.cpp
// A queue with room for two is full or empty at times: a caller may wait until
// it is not, wait for a while, or not wait at all.
// Python: queue.Queue, queue.Queue.put, queue.Queue.get,
//   queue.Queue.put_nowait, queue.Queue.get_nowait, queue.Queue.full,
//   queue.Queue.empty, queue.Queue.qsize, queue.Full, queue.Empty

#include <boost/thread.hpp>
#include <boost/thread/concurrent_queues/queue_op_status.hpp>
#include <cstddef>
#include <iostream>
#include <queue>
#include <string>
#include <utility>

namespace chrono = boost::chrono;
using boost::queue_op_status;

template <typename Item>
class BoundedQueue {
public:
    explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) {}

    // A timeout of zero is put_nowait.
    queue_op_status put(Item item, chrono::milliseconds timeout) {
        boost::unique_lock<boost::mutex> lock(mutex_);
        if (!not_full_.wait_for(lock, timeout,
                                [this] { return items_.size() < capacity_; }))
            return queue_op_status::full;
        items_.push(std::move(item));
        not_empty_.notify_one();
        return queue_op_status::success;
    }

    queue_op_status get(Item& item, chrono::milliseconds timeout) {
        boost::unique_lock<boost::mutex> lock(mutex_);
        if (!not_empty_.wait_for(lock, timeout,
                                 [this] { return !items_.empty(); }))
            return queue_op_status::empty;
        item = std::move(items_.front());
        items_.pop();
        not_full_.notify_one();
        return queue_op_status::success;
    }

    std::size_t size() const {
        boost::lock_guard<boost::mutex> held(mutex_);
        return items_.size();
    }

    bool empty() const {
        return size() == 0;
    }

    bool full() const {
        return size() == capacity_;
    }

private:
    const std::size_t capacity_;
    mutable boost::mutex mutex_;
    boost::condition_variable not_full_, not_empty_;
    std::queue<Item> items_;
};

int main() {
    const chrono::milliseconds now(0), soon(20);
    const chrono::hours ever(1);
    BoundedQueue<std::string> shelf(2);

    shelf.put("bread", ever);
    shelf.put("butter", ever);
    std::cout << "on the shelf: " << shelf.size() << '\n';
    std::cout << "full: " << shelf.full() << '\n';
    // A status can be overlooked, where an exception can't.
    if (shelf.put("honey", now) == queue_op_status::full)
        std::cout << "no room for honey\n";
    if (shelf.put("honey", soon) == queue_op_status::full)
        std::cout << "still no room for honey\n";

    boost::thread waiter([&] { shelf.put("honey", ever); });
    std::string item;
    for (int count = 0; count < 3; ++count) {
        shelf.get(item, ever);
        std::cout << "taken: " << item << '\n';
    }
    waiter.join();

    std::cout << "empty: " << shelf.empty() << '\n';
    if (shelf.get(item, now) == queue_op_status::empty)
        std::cout << "nothing to take\n";
    if (shelf.get(item, soon) == queue_op_status::empty)
        std::cout << "still nothing to take\n";
}

/* Output:
on the shelf: 2
full: 1
no room for honey
still no room for honey
taken: bread
taken: butter
taken: honey
empty: 1
nothing to take
still nothing to take
*/
