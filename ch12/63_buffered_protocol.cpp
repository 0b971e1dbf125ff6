// ch12/63_buffered_protocol.cpp
// The protocol lends its own memory to the transport, which reads straight
// into it: first the length of a message, then the message.
// Python: asyncio.BufferedProtocol, asyncio.BufferedProtocol.get_buffer,
//   asyncio.BufferedProtocol.buffer_updated,
//   asyncio.BufferedProtocol.eof_received, asyncio.loop.connect_accepted_socket

#include <array>
#include <boost/asio.hpp>
#include <boost/endian/conversion.hpp>
#include <cstdint>
#include <iostream>
#include <memory>
#include <numeric>
#include <utility>
#include <vector>

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

class Messages {
public:
    // What is still missing of the length or of the message.
    asio::mutable_buffer get_buffer() {
        return (in_message ? asio::buffer(message) : asio::buffer(length)) +
               filled;
    }
    void buffer_updated(std::size_t count) {
        filled += count;
        if (!in_message && filled == length.size()) {
            message.resize(boost::endian::load_big_u16(length.data()));
            in_message = true;
            filled = 0;
        }
        if (in_message && filled == message.size()) {
            std::cout << "a message of " << filled << " bytes, sum "
                      << std::accumulate(message.begin(), message.end(), 0u)
                      << '\n';
            in_message = false;
            filled = 0;
        }
    }
    void eof_received() {
        std::cout << "the end\n";
    }

private:
    std::array<unsigned char, 2> length;
    std::vector<unsigned char> message;
    std::size_t filled = 0;
    bool in_message = false;
};

class Transport : public std::enable_shared_from_this<Transport> {
public:
    explicit Transport(tcp::socket accepted) : socket(std::move(accepted)) {}
    void read() {
        socket.async_read_some(
            protocol.get_buffer(),
            [self = shared_from_this()](error_code error, std::size_t count) {
                if (error == asio::error::eof)
                    self->protocol.eof_received();
                if (error)
                    return;
                self->protocol.buffer_updated(count);
                self->read();
            });
    }

private:
    tcp::socket socket;
    Messages protocol;
};

asio::awaitable<void> send(tcp::endpoint receiver) {
    tcp::socket socket(co_await asio::this_coro::executor);
    co_await socket.async_connect(receiver, asio::use_awaitable);
    for (const std::uint16_t size : {3, 60'000}) {
        std::array<unsigned char, 2> length;
        boost::endian::store_big_u16(length.data(), size);
        const std::vector<unsigned char> message(size, 2);
        const std::array<asio::const_buffer, 2> buffers{asio::buffer(length),
                                                        asio::buffer(message)};
        co_await asio::async_write(socket, buffers, asio::use_awaitable);
    }
}

int main() {
    asio::io_context loop;
    tcp::acceptor acceptor(loop, {asio::ip::address_v4::loopback(), 0});
    asio::co_spawn(loop, send(acceptor.local_endpoint()), asio::detached);
    acceptor.async_accept([](error_code error, tcp::socket accepted) {
        if (error)
            throw boost::system::system_error(error);
        std::make_shared<Transport>(std::move(accepted))->read();
    });
    loop.run();
}

/* Output:
a message of 3 bytes, sum 6
a message of 60000 bytes, sum 120000
the end
*/
