// ch07/24_csp_channels.cpp
// A pipeline of three tasks that share nothing: each owns what it has received
// and hands it on through a channel.
// Python: queue.Queue, queue.Queue.get, queue.Queue.put

#include <boost/asio.hpp>
#include <boost/asio/experimental/concurrent_channel.hpp>
#include <iostream>
#include <syncstream>

namespace asio = boost::asio;

using Channel = asio::experimental::concurrent_channel<void(
    boost::system::error_code, int)>;

const boost::system::error_code end = asio::error::eof;

asio::awaitable<void> count(Channel& output) {
    for (int number = 1; number <= 5; ++number) {
        std::osyncstream(std::cout) << "sends " << number << '\n';
        co_await output.async_send({}, number, asio::use_awaitable);
    }
    // The end is a message too. Closing the channel instead could throw away
    // the numbers that are still in it.
    co_await output.async_send(end, 0, asio::use_awaitable);
}

asio::awaitable<void> square(Channel& input, Channel& output) {
    for (;;) {
        auto [ended, number] =
            co_await input.async_receive(asio::as_tuple(asio::use_awaitable));
        if (ended)
            break;
        co_await output.async_send({}, number * number, asio::use_awaitable);
    }
    co_await output.async_send(end, 0, asio::use_awaitable);
}

asio::awaitable<void> add(Channel& input) {
    int sum = 0;
    for (;;) {
        auto [ended, number] =
            co_await input.async_receive(asio::as_tuple(asio::use_awaitable));
        if (ended)
            break;
        std::osyncstream(std::cout) << "receives " << number << '\n';
        sum += number;
    }
    std::osyncstream(std::cout) << "sum " << sum << '\n';
}

int main() {
    // The tasks may run in parallel: the channels may be used by any thread.
    asio::thread_pool pool(3);
    Channel numbers(pool, 1), squares(pool, 1);
    asio::co_spawn(pool, count(numbers), asio::detached);
    asio::co_spawn(pool, square(numbers, squares), asio::detached);
    asio::co_spawn(pool, add(squares), asio::detached);
    pool.join();
}

/* Output:
p,1| sends 1
c,1| receives 1
p,2| sends 2
c,2| receives 4
p,3| sends 3
c,3| receives 9
p,4| sends 4
c,4| receives 16
p,5| sends 5
c,5| receives 25
sum 55
*/
