// ch11/05_io_bound.cpp
// Four requests wait at the same time, on a pool of four threads. The server
// answers nobody until all have asked: with fewer threads they would wait for
// ever.
// Python: concurrent.futures.ThreadPoolExecutor,
//   concurrent.futures.Executor.submit, concurrent.futures.Future.result

#define BOOST_THREAD_VERSION 5
#include <boost/thread.hpp>
#include <boost/thread/executors/basic_thread_pool.hpp>
#include <iostream>
#include <string>
#include <syncstream>
#include <vector>

int main() {
    const std::vector<std::string> pages = {"home", "news", "blog", "shop"};

    // The barrier plays the server; the last to ask runs this function.
    boost::barrier server(pages.size(), [] {
        std::osyncstream(std::cout) << "server: all are waiting\n";
    });
    auto fetch = [&server](const std::string& page) {
        std::osyncstream(std::cout) << page << ": asks\n";
        server.wait();
        return page + ".html";
    };

    // Threads that wait need no core: one a request, however few the cores.
    boost::basic_thread_pool pool(pages.size());
    std::vector<boost::future<std::string>> answers;
    for (const std::string& page : pages)
        answers.push_back(boost::async(pool, fetch, page));
    for (boost::future<std::string>& answer : answers) {
        const std::string file = answer.get();
        std::cout << "main: has " << file << '\n';
    }
}

/* Output:
*| home: asks
*| news: asks
*| blog: asks
*| shop: asks
server: all are waiting
main: has home.html
main: has news.html
main: has blog.html
main: has shop.html
*/
