// ch12/42_backpressure.cpp
// A producer is faster than its consumer. One that waits for each write can be
// ahead only by what the sockets hold; one that doesn't piles up everything.
// Python: asyncio.StreamWriter.drain, asyncio.StreamWriter.write,
//   asyncio.StreamWriter.get_extra_info

#include <array>
#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <chrono>
#include <cstddef>
#include <exception>
#include <iostream>
#include <string>
#include <utility>

namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;
using asio::ip::tcp;

constexpr int chunks = 8192;
const std::string chunk(1024, 'x');

asio::awaitable<void> produce(tcp::socket connection, bool waits, int& made) {
    std::string heap;
    while (made < chunks) {
        ++made;
        if (waits)
            co_await asio::async_write(connection, asio::buffer(chunk),
                                       asio::use_awaitable);
        else
            heap += chunk;
    }
    co_await asio::async_write(connection, asio::buffer(heap),
                               asio::use_awaitable);
}

asio::awaitable<void> consume(tcp::socket connection, const int& made) {
    // Time for the producer to get as far ahead as it can.
    asio::steady_timer pause(connection.get_executor(), 30ms);
    co_await pause.async_wait(asio::use_awaitable);
    std::cout << "made before the first is read: "
              << (made < 1024 ? "less than 1024" : std::to_string(made))
              << '\n';

    std::size_t received = 0;
    std::array<char, 4096> data;
    for (;;) {
        auto [end, length] = co_await connection.async_read_some(
            asio::buffer(data), asio::as_tuple(asio::use_awaitable));
        if (end)
            break;
        received += length;
    }
    std::cout << "made " << made << ", read " << received / chunk.size()
              << '\n';
}

asio::awaitable<void> run(bool waits) {
    const auto executor = co_await asio::this_coro::executor;
    tcp::acceptor server(executor, {asio::ip::address_v4::loopback(), 0});
    // Fixed, and inherited by what is accepted: else the system lets the
    // buffers of a fast connection grow, to several megabytes.
    server.set_option(asio::socket_base::receive_buffer_size(65536));
    tcp::socket producer(executor);
    producer.open(tcp::v4());
    producer.set_option(asio::socket_base::send_buffer_size(65536));
    co_await producer.async_connect(server.local_endpoint(),
                                    asio::use_awaitable);
    tcp::socket consumer = co_await server.async_accept(asio::use_awaitable);

    int made = 0;
    co_await (produce(std::move(producer), waits, made) &&
              consume(std::move(consumer), made));
}

int main() {
    for (const bool waits : {false, true}) {
        std::cout << (waits ? "waiting for each write:\n" : "not waiting:\n");
        asio::io_context loop;
        asio::co_spawn(loop, run(waits), [](std::exception_ptr error) {
            if (error)
                std::rethrow_exception(error);
        });
        loop.run();
    }
}

/* Output:
not waiting:
made before the first is read: 8192
made 8192, read 8192
waiting for each write:
made before the first is read: less than 1024
made 8192, read 8192
*/
