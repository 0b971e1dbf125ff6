// ch12/25_queue_join.cpp
// Work is put in a queue and main waits until all of it is done. A worker that
// is cancelled over its work has done with it too.
// Python: asyncio.Queue.join, asyncio.Queue.task_done

#include <boost/asio.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <cstddef>
#include <iostream>
#include <memory>
#include <string>
#include <utility>

namespace asio = boost::asio;

class JoinableQueue {
public:
    // An item that says so itself when it is done with: by its destructor.
    class Job {
    public:
        Job(std::string item, JoinableQueue& queue)
            : item(std::move(item)), done_(&queue) {}

        const std::string item;

    private:
        struct TaskDone {
            void operator()(JoinableQueue* queue) const {
                queue->task_done();
            }
        };
        std::unique_ptr<JoinableQueue, TaskDone> done_;
    };

    JoinableQueue(const asio::any_io_executor& loop, std::size_t maxsize)
        : items_(loop, maxsize), idle_(loop) {}

    asio::awaitable<void> put(std::string item) {
        // Counted first: the item may be done with before this coroutine goes
        // on. If it is cancelled, it has put nothing.
        ++unfinished_;
        try {
            co_await items_.async_send(boost::system::error_code{},
                                       std::move(item), asio::use_awaitable);
        } catch (...) {
            task_done();
            throw;
        }
    }

    asio::awaitable<Job> get() {
        std::string item = co_await items_.async_receive(asio::use_awaitable);
        co_return Job(std::move(item), *this);
    }

    asio::awaitable<void> join() {
        if (unfinished_ > 0)
            co_await idle_.async_receive(asio::use_awaitable);
    }

private:
    void task_done() {
        if (--unfinished_ > 0)
            return;
        while (idle_.try_send(boost::system::error_code{})) {}
    }

    int unfinished_ = 0;
    asio::experimental::channel<void(boost::system::error_code, std::string)>
        items_;
    asio::experimental::channel<void(boost::system::error_code)> idle_;
};

asio::awaitable<void> work(const char* name, JoinableQueue& queue) {
    try {
        for (;;) {
            const JoinableQueue::Job job = co_await queue.get();
            std::cout << name << ": begins the " << job.item << '\n';
            if (job.item == "stone") {
                // Never done: the timer never expires.
                asio::steady_timer never(co_await asio::this_coro::executor,
                                         asio::steady_timer::time_point::max());
                co_await never.async_wait(asio::use_awaitable);
            }
            std::cout << name << ": ends the " << job.item << '\n';
        }
    } catch (const boost::system::system_error&) {
        std::cout << name << ": cancelled\n";
    }
}

asio::awaitable<void> run(JoinableQueue& queue,
                          asio::cancellation_signal& cancel_a,
                          asio::cancellation_signal& cancel_b) {
    // A waits longest and gets the stone.
    for (const char* item : {"stone", "apple", "bread", "cheese"})
        co_await queue.put(item);
    cancel_a.emit(asio::cancellation_type::terminal);
    co_await queue.join();
    std::cout << "all done\n";
    cancel_b.emit(asio::cancellation_type::terminal);
}

int main() {
    asio::io_context loop;
    JoinableQueue queue(loop.get_executor(), 1);
    asio::cancellation_signal cancel_a, cancel_b;
    asio::co_spawn(
        loop, work("A", queue),
        asio::bind_cancellation_slot(cancel_a.slot(), asio::detached));
    asio::co_spawn(
        loop, work("B", queue),
        asio::bind_cancellation_slot(cancel_b.slot(), asio::detached));
    asio::co_spawn(loop, run(queue, cancel_a, cancel_b), asio::detached);
    loop.run();
}

/* Output:
a| A: begins the stone
b| B: begins the apple
b| B: ends the apple
b| B: begins the bread
b| B: ends the bread
a| A: cancelled
b| B: begins the cheese
b| B: ends the cheese
all done
B: cancelled
*/
