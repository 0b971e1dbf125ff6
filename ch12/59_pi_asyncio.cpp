// ch12/59_pi_asyncio.cpp
// Four tasks each sum a quarter of the Leibniz series for pi, in turns: after
// every thousand terms a task lets the others have theirs.
// Python: asyncio.loop.create_task, asyncio.loop.run_until_complete,
//   asyncio.sleep

#include <boost/asio.hpp>
#include <future>
#include <iomanip>
#include <iostream>
#include <vector>

namespace asio = boost::asio;

constexpr int workers = 4;
constexpr int terms = 1'000'000 / workers;

// 4 - 4/3 + 4/5 - 4/7 ..., from term `first` up to, not including, `last`.
asio::awaitable<double> partial_pi(int first, int last) {
    double sum = 0;
    for (int k = first; k < last; ++k) {
        sum += (k % 2 == 0 ? 4.0 : -4.0) / (2.0 * k + 1.0);
        if (k % 1000 == 999)
            co_await asio::post(asio::use_awaitable);
    }
    co_return sum;
}

int main() {
    asio::io_context loop;
    std::vector<std::future<double>> parts;
    for (int worker = 0; worker < workers; ++worker)
        parts.push_back(asio::co_spawn(
            loop, partial_pi(worker * terms, (worker + 1) * terms),
            asio::use_future));
    loop.run();

    double pi = 0;
    for (int worker = 0; worker < workers; ++worker) {
        pi += parts[worker].get();
        std::cout << "worker " << worker << ": " << terms << " terms\n";
    }
    std::cout << "pi = " << std::fixed << std::setprecision(5) << pi << '\n';
}

/* Output:
worker 0: 250000 terms
worker 1: 250000 terms
worker 2: 250000 terms
worker 3: 250000 terms
pi = 3.14159
*/
