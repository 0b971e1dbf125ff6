// ch12/64_udp_server_and_client.cpp
// A client asks in datagrams, and the server answers to where each came from;
// a datagram that is too long never leaves.
// Python: asyncio.loop.create_datagram_endpoint, asyncio.DatagramProtocol,
//   asyncio.DatagramProtocol.datagram_received,
//   asyncio.DatagramProtocol.error_received, asyncio.DatagramTransport,
//   asyncio.DatagramTransport.sendto, asyncio.DatagramTransport.abort

#include <algorithm>
#include <array>
#include <boost/asio.hpp>
#include <iostream>
#include <string>

namespace asio = boost::asio;
using asio::ip::udp;
using boost::system::error_code;

class Server {
public:
    explicit Server(asio::io_context& loop)
        : socket(loop, {asio::ip::address_v4::loopback(), 0}) {
        receive();
    }
    udp::endpoint address() const {
        return socket.local_endpoint();
    }
    // The pending receive ends with an error, and nothing is left to do.
    void abort() {
        socket.close();
    }

private:
    void receive() {
        socket.async_receive_from(asio::buffer(data), sender,
                                  [this](error_code error, std::size_t length) {
                                      if (error)
                                          return;
                                      answer({data.data(), length});
                                      receive();
                                  });
    }
    void answer(std::string text) {
        std::cout << "server: receives " << text << '\n';
        std::reverse(text.begin(), text.end());
        // A datagram goes out at once or not at all: no queue is needed.
        socket.send_to(asio::buffer(text), sender);
    }

    udp::socket socket;
    udp::endpoint sender;
    std::array<char, 1500> data;
};

asio::awaitable<void> ask(Server& server) {
    udp::socket socket(co_await asio::this_coro::executor, udp::v4());
    for (const std::string text : {"stressed", "drawer"}) {
        co_await socket.async_send_to(asio::buffer(text), server.address(),
                                      asio::use_awaitable);
        std::array<char, 1500> answer;
        udp::endpoint sender;
        const std::size_t length = co_await socket.async_receive_from(
            asio::buffer(answer), sender, asio::use_awaitable);
        std::cout << "client: receives " << std::string(answer.data(), length)
                  << (sender == server.address() ? " from the server\n"
                                                 : " from elsewhere\n");
    }
    const std::string too_long(70'000, 'x');
    auto as_tuple = asio::as_tuple(asio::use_awaitable);
    auto [error, sent] = co_await socket.async_send_to(
        asio::buffer(too_long), server.address(), as_tuple);
    std::cout << "client: " << error.message() << '\n';
    server.abort();
}

int main() {
    asio::io_context loop;
    Server server(loop);
    asio::co_spawn(loop, ask(server), asio::detached);
    loop.run();
}

/* Output:
server: receives stressed
client: receives desserts from the server
server: receives drawer
client: receives reward from the server
client: Message too long
*/
