// ch07/03_lifo.cpp
// Plates are stacked and taken from the top: the last one in is the first out.
// Python: queue.LifoQueue

#include <boost/thread.hpp>
#include <boost/thread/concurrent_queues/sync_queue.hpp>
#include <iostream>
#include <string>
#include <syncstream>
#include <vector>

// sync_queue takes from the front of whatever holds its items: here the front
// is where the last item went.
template <typename Item>
class Stack {
public:
    using size_type = typename std::vector<Item>::size_type;

    bool empty() const {
        return items_.empty();
    }
    size_type size() const {
        return items_.size();
    }
    Item& front() {
        return items_.back();
    }
    void push_back(const Item& item) {
        items_.push_back(item);
    }
    void pop_front() {
        items_.pop_back();
    }

private:
    std::vector<Item> items_;
};

int main() {
    boost::sync_queue<std::string, Stack<std::string>> plates;
    for (const std::string plate : {"red", "green", "blue"}) {
        std::cout << "stacked " << plate << '\n';
        plates.push(plate);
    }
    plates.close();

    boost::thread washer([&] {
        std::string plate;
        while (plates.wait_pull(plate) == boost::queue_op_status::success)
            std::osyncstream(std::cout) << "washed " << plate << '\n';
    });
    washer.join();
}

/* Output:
stacked red
stacked green
stacked blue
washed blue
washed green
washed red
*/
