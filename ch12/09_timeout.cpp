// ch12/09_timeout.cpp
// A block runs under a deadline that it can move while it runs: one timer, and
// a coroutine that looks again whenever the deadline has changed.
// Python: asyncio.timeout, asyncio.timeout_at, asyncio.Timeout,
//   asyncio.Timeout.when, asyncio.Timeout.reschedule, asyncio.Timeout.expired

#include <boost/asio.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <chrono>
#include <exception>
#include <future>
#include <iostream>
#include <stdexcept>
#include <utility>

namespace asio = boost::asio;
using namespace std::chrono_literals;

using Clock = std::chrono::steady_clock;

struct TimeoutError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class Timeout {
public:
    Timeout(const asio::any_io_executor& executor, Clock::time_point when)
        : timer_(executor, when) {}

    Clock::time_point when() const {
        return timer_.expiry();
    }

    // Ends the timer's wait; watch() then begins another.
    void reschedule(Clock::time_point when) {
        timer_.expires_at(when);
    }

    bool expired() const {
        return expired_;
    }

    asio::awaitable<void> run(asio::awaitable<void> block) {
        asio::any_io_executor executor = co_await asio::this_coro::executor;
        auto group = asio::experimental::make_parallel_group(
            asio::co_spawn(executor, std::move(block), asio::deferred),
            asio::co_spawn(executor, watch(), asio::deferred));
        auto [order, failure, not_elapsed] = co_await group.async_wait(
            asio::experimental::wait_for_one(), asio::use_awaitable);
        // If both ended at once, the block was in time.
        if (!failure)
            co_return;
        expired_ = order.front() == 1 && !not_elapsed;
        if (expired_)
            throw TimeoutError("time is over");
        std::rethrow_exception(failure);
    }

private:
    asio::awaitable<void> watch() {
        // Once this coroutine is cancelled, co_await throws: the loop ends.
        while (Clock::now() < timer_.expiry())
            co_await timer_.async_wait(asio::as_tuple(asio::use_awaitable));
    }

    asio::steady_timer timer_;
    bool expired_ = false;
};

asio::awaitable<void> sleep_for(Clock::duration duration) {
    asio::steady_timer timer(co_await asio::this_coro::executor, duration);
    co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<void> download(Timeout& timeout, int parts) {
    for (int part = 1; part <= parts; ++part) {
        co_await sleep_for(5ms);
        std::cout << "part " << part << '\n';
        // While there is progress, there is time.
        timeout.reschedule(timeout.when() + 30s);
    }
    timeout.reschedule(Clock::now() + 20ms);
    std::cout << "stuck\n";
    co_await sleep_for(1h);
}

asio::awaitable<void> program() {
    asio::any_io_executor executor = co_await asio::this_coro::executor;
    const Clock::time_point start = Clock::now();

    Timeout strict(executor, start + 30s);
    co_await strict.run(sleep_for(10ms));
    std::cout << "in time, expired: " << strict.expired() << '\n';

    Timeout patient(executor, start + 30s);
    try {
        co_await patient.run(download(patient, 2));
    } catch (const TimeoutError& error) {
        std::cout << error.what() << ", expired: " << patient.expired() << '\n';
    }
}

int main() {
    asio::io_context loop;
    std::cout << std::boolalpha;
    std::future<void> done = asio::co_spawn(loop, program(), asio::use_future);
    loop.run();
    done.get();
}

/* Output:
in time, expired: false
part 1
part 2
stuck
time is over, expired: true
*/
