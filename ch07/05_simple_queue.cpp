// ch07/05_simple_queue.cpp
// A queue without a bound, whose put never waits for room. Its letters belong
// to the queue once they are in it, and to the reader once they are out.
// Python: queue.SimpleQueue, queue.SimpleQueue.put,
//   queue.SimpleQueue.put_nowait, queue.SimpleQueue.get,
//   queue.SimpleQueue.get_nowait, queue.SimpleQueue.empty,
//   queue.SimpleQueue.qsize

#include <boost/thread.hpp>
#include <boost/thread/concurrent_queues/sync_queue.hpp>
#include <iostream>
#include <memory>
#include <string>
#include <syncstream>
#include <utility>

using Letter = std::unique_ptr<std::string>;

int main() {
    boost::sync_queue<Letter> letters;
    auto first = std::make_unique<std::string>("Dear reader,");
    first->append(" hello");
    // Moved, not shared: nothing is left here to change behind the reader.
    letters.push(std::move(first));
    letters.push(std::make_unique<std::string>("goodbye"));
    std::cout << "in the queue: " << letters.size() << '\n';

    boost::thread reader([&] {
        for (int count = 0; count < 2; ++count) {
            Letter letter = letters.pull();
            std::osyncstream(std::cout) << "read: " << *letter << '\n';
        }
    });
    reader.join();

    std::cout << "empty: " << (letters.empty() ? "yes" : "no") << '\n';
    Letter letter;
    if (letters.try_pull(letter) == boost::queue_op_status::empty)
        std::cout << "no letter now\n";
}

/* Output:
in the queue: 2
read: Dear reader, hello
read: goodbye
empty: yes
no letter now
*/
