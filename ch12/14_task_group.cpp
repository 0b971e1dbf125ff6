// ch12/14_task_group.cpp
// No task outlives its group: the group waits for all. When one fails or the
// waiter is cancelled, the rest is cancelled, and every failure is kept.
// Python: asyncio.TaskGroup, asyncio.TaskGroup.create_task

#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/channel_error.hpp>
#include <chrono>
#include <exception>
#include <functional>
#include <future>
#include <iostream>
#include <list>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;

struct ExceptionGroup : std::exception {
    explicit ExceptionGroup(std::vector<std::exception_ptr> failures)
        : exceptions(std::move(failures)) {}
    std::vector<std::exception_ptr> exceptions;
};

class TaskGroup {
public:
    using Body = std::function<asio::awaitable<void>(TaskGroup&)>;

    static asio::awaitable<void> run(Body body) {
        TaskGroup group(co_await asio::this_coro::executor);
        // The body is a task too: it can't leave the others by throwing.
        group.create_task(body(group));
        std::exception_ptr cancelled;
        while (group.running_ > 0) {
            try {
                co_await group.all_done_.async_wait(asio::use_awaitable);
            } catch (const boost::system::system_error&) {
                // All are done, or whoever waits for the group is cancelled.
                if (group.running_ > 0)
                    cancelled = std::current_exception();
            }
            if (cancelled) {
                group.cancel_all();
                // To wait on, until the last of them has ended.
                co_await asio::this_coro::reset_cancellation_state();
            }
        }
        if (!group.failures_.empty())
            throw ExceptionGroup(std::move(group.failures_));
        if (cancelled)
            std::rethrow_exception(cancelled);
    }

    void create_task(asio::awaitable<void> work) {
        asio::cancellation_signal& cancel = cancels_.emplace_back();
        ++running_;
        auto finish = [this](std::exception_ptr failure) {
            if (failure)
                keep(failure);
            if (--running_ == 0)
                all_done_.cancel();
        };
        asio::co_spawn(all_done_.get_executor(), std::move(work),
                       asio::bind_cancellation_slot(cancel.slot(), finish));
        if (stopping_)
            cancel.emit(asio::cancellation_type::terminal);
    }

private:
    explicit TaskGroup(const asio::any_io_executor& executor)
        : all_done_(executor, asio::steady_timer::time_point::max()) {}

    void keep(std::exception_ptr failure) {
        try {
            std::rethrow_exception(failure);
        } catch (const boost::system::system_error& error) {
            // A task that was cancelled has not failed.
            if (error.code() == asio::error::operation_aborted ||
                error.code() == asio::experimental::error::channel_cancelled)
                return;
        } catch (...) {}
        failures_.push_back(failure);
        cancel_all();
    }

    void cancel_all() {
        if (std::exchange(stopping_, true))
            return;
        for (asio::cancellation_signal& cancel : cancels_)
            cancel.emit(asio::cancellation_type::terminal);
    }

    // Never expires: cancel() says that the last task has ended.
    asio::steady_timer all_done_;
    std::list<asio::cancellation_signal> cancels_;
    std::vector<std::exception_ptr> failures_;
    int running_ = 0;
    bool stopping_ = false;
};

asio::awaitable<void> cook(std::string dish) {
    co_await asio::post(asio::use_awaitable);
    if (dish == "toast")
        throw std::runtime_error("toast is burnt");
    std::cout << dish << " is ready\n";
}

asio::awaitable<void> wait_at_table(std::string name) {
    asio::steady_timer timer(co_await asio::this_coro::executor, 1h);
    auto [error] =
        co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    if (name == "waiter")
        throw std::runtime_error("waiter stumbled");
    std::cout << name << " leaves\n";
    throw boost::system::system_error(error);
}

asio::awaitable<void> breakfast(TaskGroup& group) {
    group.create_task(cook("porridge"));
    group.create_task(cook("egg"));
    co_return;
}

asio::awaitable<void> brunch(TaskGroup& group) {
    group.create_task(wait_at_table("guest"));
    group.create_task(wait_at_table("waiter"));
    group.create_task(cook("toast"));
    co_return;
}

asio::awaitable<void> supper(TaskGroup&) {
    co_await wait_at_table("family");
}

asio::awaitable<void> close_soon() {
    asio::steady_timer timer(co_await asio::this_coro::executor, 10ms);
    co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<void> program() {
    co_await TaskGroup::run(breakfast);
    std::cout << "breakfast is over\n";

    std::vector<std::exception_ptr> failures;
    try {
        co_await TaskGroup::run(brunch);
    } catch (const ExceptionGroup& group) {
        failures = group.exceptions;
    }
    for (std::exception_ptr failure : failures) {
        try {
            std::rethrow_exception(failure);
        } catch (const std::runtime_error& error) {
            std::cout << "brunch: " << error.what() << '\n';
        }
    }

    // The group is cancelled as a whole, and still waits for its task to end.
    auto first = co_await (TaskGroup::run(supper) || close_soon());
    std::cout << (first.index() == 1 ? "supper is cut short\n" : "late\n");
}

int main() {
    asio::io_context loop;
    std::future<void> done = asio::co_spawn(loop, program(), asio::use_future);
    loop.run();
    done.get();
}

/* Output:
porridge is ready
egg is ready
breakfast is over
guest leaves
brunch: toast is burnt
brunch: waiter stumbled
family leaves
supper is cut short
*/
