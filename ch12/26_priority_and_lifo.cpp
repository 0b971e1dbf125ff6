// ch12/26_priority_and_lifo.cpp
// One queue, two orders: the container adaptor decides which item is next. Who
// is cancelled with an item as good as in hand leaves it to the next.
// Python: asyncio.LifoQueue, asyncio.PriorityQueue, asyncio.Queue.qsize

#include <boost/asio.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <cstddef>
#include <functional>
#include <iostream>
#include <queue>
#include <stack>
#include <string>
#include <utility>
#include <vector>

namespace asio = boost::asio;

template <typename Adaptor>
class Queue {
public:
    using Item = typename Adaptor::value_type;

    explicit Queue(const asio::any_io_executor& loop) : handover_(loop) {}

    void put(Item item) {
        items_.push(std::move(item));
        promise_one();
    }

    asio::awaitable<Item> get() {
        if (qsize() == 0) {
            co_await handover_.async_receive(asio::use_awaitable);
            --promised_;
            const auto state = co_await asio::this_coro::cancellation_state;
            if (state.cancelled() != asio::cancellation_type::none) {
                promise_one();
                throw boost::system::system_error(
                    asio::error::operation_aborted);
            }
        }
        Item item = items_.top();
        items_.pop();
        co_return item;
    }

    // Without the items that are promised to somebody who waits.
    std::size_t qsize() const {
        return items_.size() - promised_;
    }

private:
    void promise_one() {
        if (handover_.try_send(boost::system::error_code{}))
            ++promised_;
    }

    Adaptor items_;
    std::size_t promised_ = 0;
    asio::experimental::channel<void(boost::system::error_code)> handover_;
};

using Job = std::pair<int, std::string>;
using LifoQueue = Queue<std::stack<Job>>;
// The standard's priority queue has the greatest on top, Python's the least.
using PriorityQueue =
    Queue<std::priority_queue<Job, std::vector<Job>, std::greater<>>>;

template <typename Queue>
asio::awaitable<void> fill_and_empty(const char* name, Queue& queue) {
    for (const Job& job : {Job(2, "eat"), Job(3, "sleep"), Job(1, "wake")})
        queue.put(job);
    std::cout << name << ", " << queue.qsize() << " items:";
    while (queue.qsize() > 0) {
        const Job job = co_await queue.get();
        std::cout << ' ' << job.second;
    }
    std::cout << '\n';
}

asio::awaitable<void> get(const char* name, PriorityQueue& queue) {
    try {
        const Job job = co_await queue.get();
        std::cout << name << ": " << job.second << '\n';
    } catch (const boost::system::system_error&) {
        std::cout << name << ": cancelled\n";
    }
}

asio::awaitable<void> put_and_cancel(PriorityQueue& queue,
                                     asio::cancellation_signal& cancel_a) {
    queue.put({1, "wake"});
    // The item is A's now, but A does not run before this coroutine waits.
    cancel_a.emit(asio::cancellation_type::terminal);
    co_return;
}

int main() {
    asio::io_context loop;
    LifoQueue lifo(loop.get_executor());
    PriorityQueue priority(loop.get_executor());
    asio::co_spawn(loop, fill_and_empty("lifo", lifo), asio::detached);
    asio::co_spawn(loop, fill_and_empty("priority", priority), asio::detached);
    loop.run();

    asio::cancellation_signal cancel_a;
    asio::co_spawn(
        loop, get("A", priority),
        asio::bind_cancellation_slot(cancel_a.slot(), asio::detached));
    asio::co_spawn(loop, get("B", priority), asio::detached);
    asio::co_spawn(loop, put_and_cancel(priority, cancel_a), asio::detached);
    loop.restart();
    loop.run();
}

/* Output:
lifo, 3 items: wake sleep eat
priority, 3 items: wake eat sleep
A: cancelled
B: wake
*/
