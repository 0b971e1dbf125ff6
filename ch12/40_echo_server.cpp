// ch12/40_echo_server.cpp
// A server sends back what it gets, to all its clients at the same time: each
// connection is a coroutine. It can be reached from listen() until close().
// Python: asyncio.start_server, asyncio.Server, asyncio.Server.close,
//   asyncio.Server.get_loop, asyncio.Server.is_serving,
//   asyncio.Server.serve_forever, asyncio.Server.sockets,
//   asyncio.Server.start_serving, asyncio.StreamWriter.drain

#include <array>
#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <exception>
#include <iostream>
#include <string>
#include <utility>

namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;
using asio::ip::tcp;

asio::awaitable<void> echo(tcp::socket connection) {
    std::array<char, 1024> data;
    for (;;) {
        auto [end, length] = co_await connection.async_read_some(
            asio::buffer(data), asio::as_tuple(asio::use_awaitable));
        if (end)
            co_return;
        co_await asio::async_write(connection, asio::buffer(data, length),
                                   asio::use_awaitable);
    }
}

// Until it is closed.
asio::awaitable<void> serve_forever(tcp::acceptor& server) {
    for (;;) {
        auto [error, connection] =
            co_await server.async_accept(asio::as_tuple(asio::use_awaitable));
        if (!server.is_open())
            co_return;
        if (error)
            throw boost::system::system_error(error);
        asio::co_spawn(server.get_executor(), echo(std::move(connection)),
                       asio::detached);
    }
}

asio::awaitable<void> talk(tcp::endpoint server, std::string name) {
    tcp::socket connection(co_await asio::this_coro::executor);
    auto [refused] = co_await connection.async_connect(
        server, asio::as_tuple(asio::use_awaitable));
    if (refused) {
        std::cout << name << ": " << refused.message() << '\n';
        co_return;
    }
    for (const char* word : {"one", "two"}) {
        std::string line = name + " says " + word + '\n';
        co_await asio::async_write(connection, asio::buffer(line),
                                   asio::use_awaitable);
        // As many bytes come back as went out.
        co_await asio::async_read(connection, asio::buffer(line),
                                  asio::use_awaitable);
        std::cout << "echo: " << line;
    }
}

asio::awaitable<void> talk_all(tcp::acceptor& server) {
    const tcp::endpoint address = server.local_endpoint();
    co_await (talk(address, "A") && talk(address, "B") && talk(address, "C"));
    server.close();
}

asio::awaitable<void> run() {
    tcp::acceptor server(co_await asio::this_coro::executor);
    server.open(tcp::v4());
    server.bind({asio::ip::address_v4::loopback(), 0});
    const tcp::endpoint address = server.local_endpoint();
    co_await talk(address, "early");

    server.listen();
    std::cout << "serving at " << address << '\n';
    co_await (talk_all(server) && serve_forever(server));
    std::cout << (server.is_open() ? "serving\n" : "not serving\n");
    co_await talk(address, "late");
}

int main() {
    asio::io_context loop;
    asio::co_spawn(loop, run(), [](std::exception_ptr error) {
        if (error)
            std::rethrow_exception(error);
    });
    loop.run();
}

/* Output:
early: Connection refused
serving at 127.0.0.1:{{\d+}}
a| echo: A says one
a| echo: A says two
b| echo: B says one
b| echo: B says two
c| echo: C says one
c| echo: C says two
not serving
late: Connection refused
*/
