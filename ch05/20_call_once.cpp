// ch05/20_call_once.cpp
// Three threads need the same settings; one of them loads them, the others
// wait for it, and an attempt that failed does not count.
// Python: none

#include <boost/thread.hpp>
#include <iostream>
#include <stdexcept>
#include <string>
#include <syncstream>

int main() {
    boost::once_flag loaded = BOOST_ONCE_INIT;
    std::string settings = "none";

    try {
        boost::call_once(loaded, [] { throw std::runtime_error("no file"); });
    } catch (const std::runtime_error& error) {
        std::cout << "main: " << error.what() << '\n';
    }

    boost::thread_group workers;
    for (int id = 1; id <= 3; ++id)
        workers.create_thread([&, id] {
            boost::call_once(loaded, [&] {
                std::osyncstream(std::cout) << "loading\n";
                settings = "verbose";
            });
            // Nobody comes back from call_once before the loading is done.
            std::osyncstream(std::cout) << "worker " << id << ": ready\n";
        });
    workers.join_all();
    std::cout << "main: " << settings << '\n';
}

/* Output:
main: no file
loading
w1| worker 1: ready
w2| worker 2: ready
w3| worker 3: ready
main: verbose
*/
