// ch12/65_broadcast.cpp
// One datagram to the loopback network's broadcast address reaches everybody
// who listens there; it may be sent only by a socket that asked for the right.
// Python: asyncio.loop.create_datagram_endpoint,
//   asyncio.DatagramProtocol.datagram_received,
//   asyncio.DatagramTransport.sendto

#include <array>
#include <boost/asio.hpp>
#include <iostream>
#include <string>

namespace asio = boost::asio;
using asio::ip::udp;

asio::awaitable<void> listen(std::string name, udp::endpoint address) {
    udp::socket socket(co_await asio::this_coro::executor, udp::v4());
    // Two sockets at one address: both have to agree to it.
    socket.set_option(udp::socket::reuse_address(true));
    socket.bind(address);
    std::array<char, 100> data;
    for (std::string text; text != "good night";) {
        const std::size_t length = co_await socket.async_receive(
            asio::buffer(data), asio::use_awaitable);
        text.assign(data.data(), length);
        std::cout << name << " hears " << text << '\n';
    }
}

int main() {
    asio::io_context loop;
    // The system gives the station a port for itself, so no other program has
    // the same one at the broadcast address.
    udp::socket station(loop, {asio::ip::address_v4::loopback(), 0});
    const udp::endpoint everybody(asio::ip::make_address("127.255.255.255"),
                                  station.local_endpoint().port());
    for (const char* name : {"Ada", "Bob"})
        asio::co_spawn(loop, listen(name, everybody), asio::detached);
    // Runs what can run now: both listen.
    loop.poll();

    const std::string morning = "good morning", night = "good night";
    boost::system::error_code error;
    station.send_to(asio::buffer(morning), everybody, 0, error);
    std::cout << "station: " << error.message() << '\n';
    station.set_option(udp::socket::broadcast(true));
    station.send_to(asio::buffer(morning), everybody);
    station.send_to(asio::buffer(night), everybody);
    loop.run();
}

/* Output:
station: Permission denied
a| Ada hears good morning
a| Ada hears good night
b| Bob hears good morning
b| Bob hears good night
*/
