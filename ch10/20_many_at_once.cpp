// ch10/20_many_at_once.cpp
// Six children are to run, two at a time: two coroutines take the next job as
// soon as they have finished one.
// Python: subprocess.Popen

#include <algorithm>
#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <iostream>
#include <string>
#include <vector>

namespace asio = boost::asio;
namespace process = boost::process::v2;

constexpr int limit = 2;

struct Jobs {
    int next = 0;
    int running = 0;
    int most = 0;
    std::vector<std::string> results = std::vector<std::string>(6);
};

asio::awaitable<void> worker(asio::io_context& io, const char* program,
                             Jobs& jobs) {
    while (jobs.next < static_cast<int>(jobs.results.size())) {
        std::string& result = jobs.results[jobs.next];
        const std::string number = std::to_string(jobs.next++);

        asio::readable_pipe output(io);
        process::process child(io, program, {"square", number},
                               process::process_stdio{{}, output, {}});
        jobs.most = std::max(jobs.most, ++jobs.running);
        co_await asio::async_read(output, asio::dynamic_buffer(result),
                                  asio::as_tuple(asio::use_awaitable));
        co_await child.async_wait(asio::use_awaitable);
        --jobs.running;
    }
}

int square(int number) {
    std::cout << number << " squared is " << number * number << '\n';
    return 0;
}

int main(int argc, char* argv[]) {
    if (argc > 1)
        return square(std::stoi(argv[2]));

    asio::io_context io;
    // One thread runs the loop, so the coroutines share jobs without a lock.
    Jobs jobs;
    for (int i = 0; i < limit; ++i)
        asio::co_spawn(io, worker(io, argv[0], jobs), asio::detached);
    io.run();

    for (const std::string& result : jobs.results)
        std::cout << result;
    std::cout << "most at once: " << jobs.most << '\n';
}

/* Output:
0 squared is 0
1 squared is 1
2 squared is 4
3 squared is 9
4 squared is 16
5 squared is 25
most at once: 2
*/
