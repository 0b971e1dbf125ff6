// ch07/01_queue.cpp
// A producer hands loaves to two consumers through a queue. It closes the queue
// when it has no more, and that ends them both.
// Python: queue.Queue, queue.Queue.put, queue.Queue.get

#include <boost/thread.hpp>
#include <boost/thread/concurrent_queues/sync_queue.hpp>
#include <iostream>
#include <syncstream>

void produce(boost::sync_queue<int>& loaves) {
    for (int loaf = 1; loaf <= 4; ++loaf) {
        std::osyncstream(std::cout) << "baked " << loaf << '\n';
        loaves.push(loaf);
    }
    // What is in a closed queue can still be taken; only then it says closed.
    loaves.close();
}

void consume(boost::sync_queue<int>& loaves) {
    int loaf = 0;
    while (loaves.wait_pull(loaf) == boost::queue_op_status::success)
        std::osyncstream(std::cout) << "eaten " << loaf << '\n';
}

int main() {
    boost::sync_queue<int> loaves;
    boost::thread_group threads;
    threads.create_thread([&] { consume(loaves); });
    threads.create_thread([&] { consume(loaves); });
    threads.create_thread([&] { produce(loaves); });
    threads.join_all();
    std::cout << "all have gone home\n";
}

/* Output:
p,1| baked 1
1| eaten 1
p,2| baked 2
2| eaten 2
p,3| baked 3
3| eaten 3
p,4| baked 4
4| eaten 4
all have gone home
*/
