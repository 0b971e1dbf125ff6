// ch06/20_bounded_buffer.cpp
// A buffer with room for two keeps a fast producer from running away from its
// consumer: with two in the buffer and one in each hand, it is four ahead.
// Python: threading.Condition, threading.Condition.wait_for,
//   threading.Condition.notify

#include <boost/thread.hpp>
#include <cstddef>
#include <iostream>
#include <queue>
#include <syncstream>
#include <utility>

template <typename Item>
class BoundedBuffer {
public:
    explicit BoundedBuffer(std::size_t capacity) : capacity_(capacity) {}

    void put(Item item) {
        boost::unique_lock<boost::mutex> lock(mutex_);
        not_full_.wait(lock, [this] { return items_.size() < capacity_; });
        items_.push(std::move(item));
        not_empty_.notify_one();
    }

    Item take() {
        boost::unique_lock<boost::mutex> lock(mutex_);
        not_empty_.wait(lock, [this] { return !items_.empty(); });
        Item item = std::move(items_.front());
        items_.pop();
        not_full_.notify_one();
        return item;
    }

private:
    const std::size_t capacity_;
    boost::mutex mutex_;
    // Two conditions, so that a notification can't wake the wrong side.
    boost::condition_variable not_full_, not_empty_;
    std::queue<Item> items_;
};

int main() {
    BoundedBuffer<int> buffer(2);

    boost::thread producer([&] {
        for (int loaf = 1; loaf <= 8; ++loaf) {
            std::osyncstream(std::cout) << "baked " << loaf << '\n';
            buffer.put(loaf);
        }
    });
    boost::thread consumer([&] {
        for (int count = 0; count < 8; ++count) {
            int loaf = buffer.take();
            std::osyncstream(std::cout) << "eaten " << loaf << '\n';
        }
    });
    producer.join();
    consumer.join();
}

/* Output:
p,1| baked 1
c,1| eaten 1
p,2| baked 2
c,2| eaten 2
p,3| baked 3
c,3| eaten 3
p,4| baked 4
c,4| eaten 4
p,1| baked 5
c,1| eaten 5
p,2| baked 6
c,2| eaten 6
p,3| baked 7
c,3| eaten 7
p,4| baked 8
c,4| eaten 8
*/
