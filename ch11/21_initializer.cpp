// ch11/21_initializer.cpp
// Each worker makes a connection of its own before its first task. One that
// can't makes the whole pool useless.
// Python: concurrent.futures.ThreadPoolExecutor,
//   concurrent.futures.thread.BrokenThreadPool

#define BOOST_THREAD_VERSION 5
#include <boost/thread.hpp>
#include <boost/thread/executors/basic_thread_pool.hpp>
#include <iostream>
#include <stdexcept>
#include <string>
#include <syncstream>

thread_local std::string connection;

void connect(const std::string& host) {
    if (host.empty())
        throw std::runtime_error("no host to connect to");
    connection = "a connection to " + host;
}

int main() {
    const std::string host = "database";
    boost::barrier both(2);
    auto work = [&both] {
        // Nobody goes on before both have begun: each has a worker to itself.
        both.wait();
        return "over " + connection;
    };
    {
        boost::basic_thread_pool pool(2, [&host](boost::basic_thread_pool&) {
            connect(host);
            std::osyncstream(std::cout) << "worker: connected\n";
        });
        boost::future<std::string> first = boost::async(pool, work);
        boost::future<std::string> second = boost::async(pool, work);
        boost::wait_for_all(first, second);
        std::cout << "main: first " << first.get() << '\n';
        std::cout << "main: second " << second.get() << '\n';
    }

    boost::promise<void> tried;
    boost::future<void> has_tried = tried.get_future();
    boost::basic_thread_pool pool(1, [&tried](boost::basic_thread_pool& self) {
        // An exception that leaves an initializer ends the program.
        try {
            connect("");
        } catch (const std::runtime_error& error) {
            std::osyncstream(std::cout) << "worker: " << error.what() << '\n';
            self.close();
        }
        tried.set_value();
    });
    has_tried.wait();
    try {
        boost::async(pool, [] { return connection; });
    } catch (const boost::sync_queue_is_closed&) {
        std::cout << "main: the pool is broken\n";
    }
}

/* Output:
worker: connected
worker: connected
main: first over a connection to database
main: second over a connection to database
worker: no host to connect to
main: the pool is broken
*/
