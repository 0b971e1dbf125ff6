// ch06/11_condition.cpp
// A producer fills a queue, a consumer sleeps on a condition until there is
// something in it.
// Python: threading.Condition, threading.Condition.acquire,
//   threading.Condition.notify, threading.Condition.release,
//   threading.Condition.wait

#include <boost/thread.hpp>
#include <iostream>
#include <queue>
#include <string>
#include <syncstream>

int main() {
    // Python's condition brings its lock along; here the two are apart, and a
    // wait is given the lock that it has to release while it sleeps.
    boost::mutex mutex;
    boost::condition_variable not_empty;
    std::queue<std::string> queue;

    boost::thread consumer([&] {
        boost::unique_lock<boost::mutex> lock(mutex, boost::defer_lock);
        for (int taken = 0; taken < 3; ++taken) {
            lock.lock();
            while (queue.empty())
                not_empty.wait(lock);
            std::string item = queue.front();
            queue.pop();
            lock.unlock();
            std::osyncstream(std::cout) << "consumer: " << item << '\n';
        }
    });

    boost::thread producer([&] {
        for (std::string item : {"bread", "milk", "honey"}) {
            std::osyncstream(std::cout) << "producer: " << item << '\n';
            {
                boost::lock_guard<boost::mutex> held(mutex);
                queue.push(item);
            }
            // May be called without the lock; Python raises RuntimeError then.
            not_empty.notify_one();
        }
    });

    producer.join();
    consumer.join();
}

/* Output:
p,1| producer: bread
p,2| producer: milk
p,3| producer: honey
c,1| consumer: bread
c,2| consumer: milk
c,3| consumer: honey
*/
