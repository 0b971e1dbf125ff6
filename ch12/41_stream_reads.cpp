// ch12/41_stream_reads.cpp
// The ways to read from a stream: what there is, a line, so many bytes, up to a
// mark; and how reading fails at a limit and at the end.
// Python: asyncio.StreamReader.read, asyncio.StreamReader.readline,
//   asyncio.StreamReader.readexactly, asyncio.StreamReader.readuntil,
//   asyncio.StreamReader.at_eof, asyncio.IncompleteReadError,
//   asyncio.IncompleteReadError.expected, asyncio.IncompleteReadError.partial,
//   asyncio.LimitOverrunError, asyncio.LimitOverrunError.consumed

#include <array>
#include <boost/asio.hpp>
#include <cstddef>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);

asio::awaitable<void> send(tcp::acceptor& server) {
    tcp::socket connection = co_await server.async_accept(asio::use_awaitable);
    co_await asio::async_write(connection, asio::buffer("!", 1),
                               asio::use_awaitable);
    // The rest only when it has been asked for.
    std::array<char, 1> question;
    co_await asio::async_read(connection, asio::buffer(question),
                              asio::use_awaitable);
    const std::string_view rest = "a line\n1234key=value;far too long a value;";
    co_await asio::async_write(connection, asio::buffer(rest),
                               asio::use_awaitable);
    co_await asio::async_write(connection, asio::buffer("last", 4),
                               asio::use_awaitable);
}

asio::awaitable<void> receive(tcp::endpoint address) {
    tcp::socket connection(co_await asio::this_coro::executor);
    co_await connection.async_connect(address, asio::use_awaitable);

    // At least one byte, at most 100.
    std::array<char, 100> some;
    std::size_t length = co_await connection.async_read_some(
        asio::buffer(some), asio::use_awaitable);
    std::cout << "some: " << std::string_view(some.data(), length) << '\n';
    co_await asio::async_write(connection, asio::buffer("?", 1),
                               asio::use_awaitable);

    // async_read_until reads what comes, also beyond the mark: from here on all
    // reads go through `received`, 16 bytes at most, and the program takes from
    // its front.
    std::string received;
    auto buffer = asio::dynamic_buffer(received, 16);
    const auto take = [&received](std::size_t length) {
        const std::string front = received.substr(0, length);
        received.erase(0, length);
        return front;
    };
    length = co_await asio::async_read_until(connection, buffer, '\n',
                                             asio::use_awaitable);
    std::cout << "line: " << take(length);

    if (received.size() < 4)
        co_await asio::async_read(connection, buffer,
                                  asio::transfer_exactly(4 - received.size()),
                                  asio::use_awaitable);
    std::cout << "exactly 4: " << take(4) << '\n';

    length = co_await asio::async_read_until(connection, buffer, ';',
                                             asio::use_awaitable);
    std::cout << "until ;: " << take(length) << '\n';

    auto [overrun, nothing] =
        co_await asio::async_read_until(connection, buffer, ';', as_tuple);
    std::size_t skipped = take(received.size()).size();
    std::cout << "until ;: "
              << (overrun == asio::error::not_found ? "none" : "one") << " in "
              << skipped << " bytes\n";
    length = co_await asio::async_read_until(connection, buffer, ';',
                                             asio::use_awaitable);
    skipped += take(length).size();
    std::cout << "skipped: " << skipped << '\n';

    auto [incomplete, read] = co_await asio::async_read(
        connection, buffer, asio::transfer_exactly(10 - received.size()),
        as_tuple);
    std::cout << "exactly 10: only " << received
              << (incomplete == asio::error::eof ? ", then the end\n" : "\n");
}

int main() {
    asio::io_context loop;
    tcp::acceptor server(loop, {asio::ip::address_v4::loopback(), 0});
    const auto rethrow = [](std::exception_ptr error) {
        if (error)
            std::rethrow_exception(error);
    };
    asio::co_spawn(loop, send(server), rethrow);
    asio::co_spawn(loop, receive(server.local_endpoint()), rethrow);
    loop.run();
}

/* Output:
some: !
line: a line
exactly 4: 1234
until ;: key=value;
until ;: none in {{16|20}} bytes
skipped: 21
exactly 10: only last, then the end
*/
