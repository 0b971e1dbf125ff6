// ch05/19_readers_writers.cpp
// Two readers hold the lock at the same time; the writer gets it alone, when
// both have left.
// Python: none

#include <boost/thread.hpp>
#include <iostream>
#include <string>
#include <syncstream>

int main() {
    boost::shared_mutex lock;
    std::string text = "draft";
    boost::barrier all(3);

    auto read = [&](const std::string& name) {
        boost::shared_lock<boost::shared_mutex> reading(lock);
        std::osyncstream(std::cout) << name << " reads " << text << '\n';
        all.wait();  // passed only when both readers hold the lock
        all.wait();  // and they hold it until the writer has tried
    };
    boost::thread a([&] { read("A"); });
    boost::thread b([&] { read("B"); });

    all.wait();
    boost::unique_lock<boost::shared_mutex> writing(lock, boost::try_to_lock);
    std::cout << "writer: " << (writing ? "alone" : "has to wait") << '\n';
    all.wait();
    writing.lock();
    text = "final";
    std::cout << "writer: writes " << text << '\n';
    writing.unlock();

    a.join();
    b.join();
    boost::shared_lock<boost::shared_mutex> reading(lock);
    std::cout << "main reads " << text << '\n';
}

/* Output:
a| A reads draft
b| B reads draft
writer: has to wait
writer: writes final
main reads final
*/
