// ch11/12_exceptions.cpp
// A task's exception stays in the future until somebody asks. What nobody asks
// for is lost without a word.
// Python: concurrent.futures.Future.exception,
//   concurrent.futures.Future.result

#define BOOST_THREAD_VERSION 5
#include <boost/thread.hpp>
#include <boost/thread/executors/basic_thread_pool.hpp>
#include <boost/throw_exception.hpp>
#include <iostream>
#include <stdexcept>
#include <string>

class PageNotFound : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

std::string fetch(const std::string& page) {
    // With a plain throw Boost 1.81 would deliver a std::runtime_error; this
    // way the exception keeps its type.
    if (page != "home")
        boost::throw_exception(PageNotFound("no page " + page));
    return "<h1>" + page + "</h1>";
}

int main() {
    boost::basic_thread_pool pool(2);
    boost::future<std::string> home = boost::async(pool, fetch, "home");
    boost::future<std::string> blog = boost::async(pool, fetch, "blog");
    boost::future<std::string> shop = boost::async(pool, fetch, "shop");
    pool.close();
    pool.join();

    // Asking whether there is one does not throw it.
    std::cout << "home failed: " << (home.has_exception() ? "yes" : "no")
              << '\n';
    std::cout << "blog failed: " << (blog.has_exception() ? "yes" : "no")
              << '\n';

    try {
        std::cout << "blog: " + blog.get() + '\n';
    } catch (const PageNotFound& error) {
        std::cout << "blog: " << error.what() << '\n';
    }
    std::cout << "home: " + home.get() + '\n';
}

/* Output:
home failed: no
blog failed: yes
blog: no page blog
home: <h1>home</h1>
*/
