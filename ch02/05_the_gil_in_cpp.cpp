// ch02/05_the_gil_in_cpp.cpp
// One mutex around every step of every thread is what Python's interpreter lock
// is: it keeps a shared list whole, and a waiting thread has to let go of it.
// Python: threading.Thread, list.append

#define BOOST_THREAD_VERSION 5
#include <boost/thread.hpp>
#include <iostream>
#include <string>
#include <vector>

int main() {
    boost::mutex interpreter;
    std::vector<std::string> items;
    constexpr int steps = 1000;

    // Two threads, perhaps two cores, and never two steps at the same time.
    auto compute = [&](const std::string& name) {
        for (int step = 0; step < steps; ++step) {
            boost::lock_guard<boost::mutex> held(interpreter);
            items.push_back(name);
        }
    };
    boost::thread a(compute, "A");
    boost::thread b(compute, "B");
    a.join();
    b.join();
    std::cout << items.size() << " items\n";

    boost::promise<std::string> letter;
    boost::future<std::string> arrival = letter.get_future();
    boost::thread reader([&] {
        boost::unique_lock<boost::mutex> held(interpreter);
        std::cout << "reader: waits\n";
        // Python's blocking functions do this. A reader that waited with the
        // mutex held could keep the writer out, and both would wait for ever.
        held.unlock();
        const std::string text = arrival.get();
        held.lock();
        std::cout << "reader: got " << text << '\n';
    });
    boost::thread writer([&] {
        boost::lock_guard<boost::mutex> held(interpreter);
        std::cout << "writer: writes\n";
        letter.set_value("a letter");
    });
    reader.join();
    writer.join();
}

/* Output:
2000 items
r| reader: waits
w| writer: writes
r,w| reader: got a letter
*/
