// ch11/25_wrap_future.cpp
// A coroutine awaits futures of a thread pool, and main waits at a future for
// the coroutine: event loop and threads meet at futures, in both directions.
// Python: asyncio.wrap_future, asyncio.run_coroutine_threadsafe,
//   concurrent.futures.Executor.submit

#define BOOST_THREAD_VERSION 5
#include <boost/asio.hpp>
#include <boost/thread.hpp>
#include <boost/thread/executors/basic_thread_pool.hpp>
#include <boost/throw_exception.hpp>
#include <cmath>
#include <exception>
#include <future>
#include <iostream>
#include <string>
#include <utility>

namespace asio = boost::asio;

class NoRealRoot : public std::exception {};

double root(double number) {
    if (number < 0)
        boost::throw_exception(NoRealRoot());
    return std::sqrt(number);
}

// Makes the future an operation of Asio's. The callback runs in the pool's
// thread; it posts the handler to the loop, which the guard keeps running.
asio::awaitable<double> wrap_future(boost::future<double> future) {
    auto initiate = [](auto handler, boost::future<double> future) {
        auto guard = asio::make_work_guard(handler);
        auto resume = [handler = std::move(handler),
                       guard](boost::future<double> done) mutable {
            auto loop = guard.get_executor();
            asio::post(loop, [handler = std::move(handler),
                              done = std::move(done)]() mutable {
                double result = 0;
                std::exception_ptr failure;
                try {
                    result = done.get();
                } catch (...) {
                    failure = std::current_exception();
                }
                handler(failure, result);
            });
        };
        future.then(boost::launch::sync, std::move(resume));
    };
    return asio::async_initiate<decltype(asio::use_awaitable),
                                void(std::exception_ptr, double)>(
        initiate, asio::use_awaitable, std::move(future));
}

asio::awaitable<std::string> add_roots(boost::basic_thread_pool& pool, double a,
                                       double b) {
    const boost::thread::id loop_thread = boost::this_thread::get_id();
    std::string answer;
    try {
        double sum = co_await wrap_future(boost::async(pool, root, a));
        sum += co_await wrap_future(boost::async(pool, root, b));
        answer = std::to_string(std::lround(sum));
    } catch (const NoRealRoot&) {
        answer = "no real root";
    }
    const bool here = boost::this_thread::get_id() == loop_thread;
    co_return answer + (here ? ", in the loop's thread" : ", elsewhere");
}

int main() {
    asio::io_context loop;
    auto guard = asio::make_work_guard(loop);
    boost::thread loop_thread([&loop] { loop.run(); });
    boost::basic_thread_pool pool(2);

    for (double number : {16.0, -16.0}) {
        std::future<std::string> answer =
            asio::co_spawn(loop, add_roots(pool, 9, number), asio::use_future);
        std::cout << "main: " << answer.get() << '\n';
    }

    guard.reset();
    loop_thread.join();
}

/* Output:
main: 7, in the loop's thread
main: no real root, in the loop's thread
*/
