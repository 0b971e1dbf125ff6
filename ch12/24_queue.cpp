// ch12/24_queue.cpp
// A channel with room for two is a queue with maxsize=2: full, it makes the
// producer wait; empty, the consumer. Who is cancelled takes nothing along.
// Python: asyncio.Queue, asyncio.Queue.empty, asyncio.Queue.get,
//   asyncio.Queue.get_nowait, asyncio.Queue.maxsize, asyncio.Queue.put,
//   asyncio.Queue.put_nowait, asyncio.QueueEmpty, asyncio.QueueFull

#include <boost/asio.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <iostream>

namespace asio = boost::asio;

using boost::system::error_code;
using Queue = asio::experimental::channel<void(error_code, int)>;

asio::awaitable<void> produce(Queue& queue) {
    for (int number = 1; number <= 5; ++number) {
        std::cout << "puts " << number << '\n';
        co_await queue.async_send(error_code{}, number, asio::use_awaitable);
    }
}

asio::awaitable<void> consume(Queue& queue) {
    for (int count = 1; count <= 5; ++count) {
        const int number = co_await queue.async_receive(asio::use_awaitable);
        std::cout << "gets " << number << '\n';
    }
}

void without_waiting(Queue& queue) {
    for (int number : {1, 2, 3})
        if (!queue.try_send(error_code{}, number))
            std::cout << "no room for " << number << " in " << queue.capacity()
                      << '\n';
    while (queue.ready())
        queue.try_receive([](error_code, int number) {
            std::cout << "there was " << number << '\n';
        });
    if (!queue.try_receive([](error_code, int) {}))
        std::cout << "empty\n";
}

asio::awaitable<void> get(const char* name, Queue& queue) {
    try {
        const int number = co_await queue.async_receive(asio::use_awaitable);
        std::cout << name << ": got " << number << '\n';
    } catch (const boost::system::system_error&) {
        std::cout << name << ": cancelled\n";
    }
}

asio::awaitable<void> put(int number, Queue& queue) {
    try {
        co_await queue.async_send(error_code{}, number, asio::use_awaitable);
    } catch (const boost::system::system_error&) {
        std::cout << number << ": cancelled\n";
    }
}

asio::awaitable<void> cancel_two(Queue& queue, asio::cancellation_signal& get_a,
                                 asio::cancellation_signal& put_4) {
    // A and B wait for an item.
    get_a.emit(asio::cancellation_type::terminal);
    for (int number : {1, 2, 3})
        co_await put(number, queue);

    // B has one, two fill the queue, and two more wait for room.
    const asio::any_io_executor loop = co_await asio::this_coro::executor;
    asio::co_spawn(loop, put(4, queue),
                   asio::bind_cancellation_slot(put_4.slot(), asio::detached));
    asio::co_spawn(loop, put(5, queue), asio::detached);
    co_await asio::post(asio::use_awaitable);
    put_4.emit(asio::cancellation_type::terminal);
    co_await asio::post(asio::use_awaitable);
    for (int count = 1; count <= 3; ++count)
        co_await get("C", queue);
}

int main() {
    asio::io_context loop;
    Queue queue(loop, 2);
    asio::co_spawn(loop, produce(queue), asio::detached);
    asio::co_spawn(loop, consume(queue), asio::detached);
    loop.run();

    without_waiting(queue);

    asio::cancellation_signal get_a, put_4;
    asio::co_spawn(loop, get("A", queue),
                   asio::bind_cancellation_slot(get_a.slot(), asio::detached));
    asio::co_spawn(loop, get("B", queue), asio::detached);
    asio::co_spawn(loop, cancel_two(queue, get_a, put_4), asio::detached);
    loop.restart();
    loop.run();
}

/* Output:
p,1| puts 1
c,1| gets 1
p,2| puts 2
c,2| gets 2
p,3| puts 3
c,3| gets 3
p,4| puts 4
c,4| gets 4
p,5| puts 5
c,5| gets 5
no room for 3 in 2
there was 1
there was 2
empty
A: cancelled
B: got 1
4: cancelled
C: got 2
C: got 3
C: got 5
*/
