// ch08/16_thread_pool.cpp
// The same calls by a pool of threads, which share what main has: nothing
// travels, and a lock guards what they write.
// Python: multiprocessing.pool.ThreadPool

#include <boost/asio.hpp>
#include <boost/thread.hpp>
#include <future>
#include <iostream>
#include <string>
#include <vector>

namespace asio = boost::asio;

int main() {
    asio::thread_pool pool(2);
    const std::vector<std::string> words = {"fig", "plum", "cherry"};
    boost::mutex mutex;
    std::size_t letters = 0;

    const auto measure = [&](const std::string& word) {
        boost::lock_guard held(mutex);
        letters += word.size();
        return word.size();
    };
    std::vector<std::future<std::size_t>> lengths;
    for (const std::string& word : words)
        lengths.push_back(
            asio::post(pool, asio::use_future([&] { return measure(word); })));

    for (std::future<std::size_t>& each : lengths)
        std::cout << each.get() << '\n';
    // All tasks are done; join() waits for the threads.
    pool.join();
    std::cout << letters << " letters\n";
}

/* Output:
3
4
6
13 letters
*/
