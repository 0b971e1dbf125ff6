// ch12/66_socket_calls.cpp
// Plain sockets in coroutines, without a stream or a protocol between: each
// call of the system's has an asynchronous twin.
// Python: asyncio.loop.sock_accept, asyncio.loop.sock_connect,
//   asyncio.loop.sock_recv, asyncio.loop.sock_recv_into,
//   asyncio.loop.sock_sendall, asyncio.loop.sock_recvfrom,
//   asyncio.loop.sock_recvfrom_into, asyncio.loop.sock_sendto

#include <array>
#include <boost/asio.hpp>
#include <iostream>
#include <string>

namespace asio = boost::asio;
using asio::ip::tcp;
using asio::ip::udp;

asio::awaitable<void> serve(tcp::acceptor& acceptor) {
    tcp::socket client = co_await acceptor.async_accept(asio::use_awaitable);
    std::cout << "server: accepts a connection\n";
    std::array<char, 65536> buffer;
    std::size_t total = 0;
    for (;;) {
        auto as_tuple = asio::as_tuple(asio::use_awaitable);
        auto [error, length] =
            co_await client.async_receive(asio::buffer(buffer), as_tuple);
        // The end is an error here, not a piece of no length.
        if (error == asio::error::eof)
            break;
        if (error)
            throw boost::system::system_error(error);
        total += length;
    }
    const std::string answer = std::to_string(total) + " bytes";
    co_await asio::async_write(client, asio::buffer(answer),
                               asio::use_awaitable);
}

asio::awaitable<void> ask(tcp::endpoint server) {
    tcp::socket socket(co_await asio::this_coro::executor);
    co_await socket.async_connect(server, asio::use_awaitable);
    const std::string data(1'000'000, 'x');
    // async_send may send a part of it; this goes on until all is sent.
    co_await asio::async_write(socket, asio::buffer(data), asio::use_awaitable);
    socket.shutdown(tcp::socket::shutdown_send);

    std::array<char, 13> answer;
    co_await asio::async_read(socket, asio::buffer(answer),
                              asio::use_awaitable);
    std::cout << "client: receives "
              << std::string(answer.begin(), answer.end()) << '\n';
}

asio::awaitable<void> ping() {
    const auto executor = co_await asio::this_coro::executor;
    const udp::endpoint anywhere(asio::ip::address_v4::loopback(), 0);
    udp::socket here(executor, anywhere), there(executor, anywhere);
    std::string data = "ping";
    co_await here.async_send_to(asio::buffer(data), there.local_endpoint(),
                                asio::use_awaitable);
    std::array<char, 100> buffer;
    udp::endpoint sender;
    std::size_t length = co_await there.async_receive_from(
        asio::buffer(buffer), sender, asio::use_awaitable);
    std::cout << "there: " << std::string(buffer.data(), length) << '\n';

    data = "pong";
    co_await there.async_send_to(asio::buffer(data), sender,
                                 asio::use_awaitable);
    length = co_await here.async_receive_from(asio::buffer(buffer), sender,
                                              asio::use_awaitable);
    std::cout << "here: " << std::string(buffer.data(), length) << '\n';
}

int main() {
    asio::io_context loop;
    tcp::acceptor acceptor(loop, {asio::ip::address_v4::loopback(), 0});
    asio::co_spawn(loop, serve(acceptor), asio::detached);
    asio::co_spawn(loop, ask(acceptor.local_endpoint()), asio::detached);
    asio::co_spawn(loop, ping(), asio::detached);
    loop.run();
}

/* Output:
t| server: accepts a connection
t| client: receives 1000000 bytes
u| there: ping
u| here: pong
*/
