// ch11/03_executor_map.cpp
// map asks an executor for one task an item and returns the results in the
// items' order. It takes any executor: a pool, or one without threads.
// Python: concurrent.futures.Executor, concurrent.futures.Executor.map,
//   concurrent.futures.Executor.submit, concurrent.futures.ThreadPoolExecutor

#define BOOST_THREAD_VERSION 5
#include <boost/thread.hpp>
#include <boost/thread/executors/basic_thread_pool.hpp>
#include <boost/thread/executors/inline_executor.hpp>
#include <iostream>
#include <string>
#include <type_traits>
#include <vector>

// No base class: an executor is what boost::async can hand a task to.
template <typename Executor, typename Function, typename Item>
auto map(Executor& executor, Function function,
         const std::vector<Item>& items) {
    using Result = std::invoke_result_t<Function, Item>;
    std::vector<boost::future<Result>> futures;
    for (const Item& item : items)
        futures.push_back(boost::async(executor, function, item));

    std::vector<Result> results;
    for (boost::future<Result>& future : futures)
        results.push_back(future.get());
    return results;
}

int main() {
    const std::vector<int> numbers = {1, 2, 3};
    const boost::thread::id main_thread = boost::this_thread::get_id();
    auto square = [main_thread](int number) {
        const bool here = boost::this_thread::get_id() == main_thread;
        return std::to_string(number * number) +
               (here ? " in main's thread" : " in a worker");
    };

    boost::basic_thread_pool pool(2);
    for (const std::string& result : map(pool, square, numbers))
        std::cout << "pool: " << result << '\n';

    // It runs each task inside async, whose future is ready when it returns.
    boost::inline_executor at_once;
    for (const std::string& result : map(at_once, square, numbers))
        std::cout << "inline: " << result << '\n';
}

/* Output:
pool: 1 in a worker
pool: 4 in a worker
pool: 9 in a worker
inline: 1 in main's thread
inline: 4 in main's thread
inline: 9 in main's thread
*/
