// ch12/08_wait_for.cpp
// An awaitable gets a time limit. When it is over, the work is cancelled and
// has ended before the exception comes; what it still achieves is kept.
// Python: asyncio.wait_for, asyncio.TimeoutError

#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <chrono>
#include <exception>
#include <future>
#include <iostream>
#include <stdexcept>
#include <utility>

namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;

using Queue = asio::experimental::channel<void(boost::system::error_code, int)>;

struct TimeoutError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

template <typename Result>
asio::awaitable<Result> wait_for(asio::awaitable<Result> work,
                                 std::chrono::microseconds limit) {
    asio::any_io_executor executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor, limit);
    auto group = asio::experimental::make_parallel_group(
        asio::co_spawn(executor, std::move(work), asio::deferred),
        timer.async_wait(asio::deferred));
    auto [order, failure, result, not_elapsed] = co_await group.async_wait(
        asio::experimental::wait_for_one(), asio::use_awaitable);

    // Both can be done at once. The result comes first: an item that has been
    // taken from a queue would be lost otherwise.
    if (!failure)
        co_return std::move(result);
    if (order.front() == 1 && !not_elapsed)
        throw TimeoutError("time is over");
    std::rethrow_exception(failure);
}

asio::awaitable<int> slow() {
    asio::steady_timer timer(co_await asio::this_coro::executor, 1h);
    auto [error] =
        co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    std::cout << "slow: cancelled\n";
    throw boost::system::system_error(error);
}

asio::awaitable<int> quick() {
    co_await asio::post(asio::use_awaitable);
    co_return 42;
}

asio::awaitable<void> produce(Queue& queue) {
    asio::steady_timer timer(co_await asio::this_coro::executor);
    for (int number = 0; number < 100; ++number) {
        timer.expires_after(100us);
        co_await timer.async_wait(asio::use_awaitable);
        co_await queue.async_send({}, number, asio::use_awaitable);
    }
}

asio::awaitable<int> receive(Queue& queue) {
    const int number = co_await queue.async_receive(asio::use_awaitable);
    co_return number;
}

asio::awaitable<void> consume(Queue& queue) {
    int expected = 0;
    while (expected < 100) {
        try {
            // Whatever the limit hits, each number comes, once and in order.
            const int number = co_await wait_for(receive(queue), 100us);
            if (number != expected)
                throw std::logic_error("a number was lost");
            ++expected;
        } catch (const TimeoutError&) {
            // Asks again.
        }
    }
    std::cout << "consumer: all " << expected << " numbers\n";
}

asio::awaitable<void> program() {
    const int answer = co_await wait_for(quick(), 1h);
    std::cout << "quick: " << answer << '\n';

    try {
        co_await wait_for(slow(), 10ms);
    } catch (const TimeoutError& error) {
        std::cout << "program: " << error.what() << '\n';
    }

    Queue queue(co_await asio::this_coro::executor, 1);
    co_await (produce(queue) && consume(queue));
}

int main() {
    asio::io_context loop;
    std::future<void> done = asio::co_spawn(loop, program(), asio::use_future);
    loop.run();
    done.get();
}

/* Output:
quick: 42
slow: cancelled
program: time is over
consumer: all 100 numbers
*/
