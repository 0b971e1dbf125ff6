// ch11/02_submit.cpp
// Three tasks go to a pool of two threads; each leaves a future behind, and
// main collects the results in the order it asked for them.
// Python: concurrent.futures.ThreadPoolExecutor,
//   concurrent.futures.Executor.submit, concurrent.futures.Executor.shutdown,
//   concurrent.futures.Future.result

#define BOOST_THREAD_VERSION 5
#include <boost/thread.hpp>
#include <boost/thread/executors/basic_thread_pool.hpp>
#include <iostream>
#include <syncstream>
#include <vector>

int square(int number) {
    std::osyncstream(std::cout) << "worker: squares " << number << '\n';
    return number * number;
}

int main() {
    boost::basic_thread_pool pool(2);

    std::vector<boost::future<int>> squares;
    for (int number : {1, 2, 3})
        squares.push_back(boost::async(pool, square, number));

    for (boost::future<int>& result : squares) {
        const int number = result.get();
        std::osyncstream(std::cout) << "main: " << number << '\n';
    }

    // Always these two: the destructor alone does not run what is still queued.
    pool.close();
    pool.join();
}

/* Output:
a| worker: squares 1
b| worker: squares 2
c| worker: squares 3
a,main| main: 1
b,main| main: 4
c,main| main: 9
*/
