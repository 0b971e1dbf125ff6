// ch12/60_protocol_server.cpp
// A transport reads and writes, a protocol is told what happens: the server
// makes a pair of them for each client, and cuts off the one with a line too
// long.
// Python: asyncio.loop.create_server, asyncio.BaseProtocol,
//   asyncio.BaseProtocol.connection_made, asyncio.BaseProtocol.connection_lost,
//   asyncio.Protocol, asyncio.Protocol.data_received,
//   asyncio.Protocol.eof_received, asyncio.BaseTransport,
//   asyncio.BaseTransport.close, asyncio.BaseTransport.is_closing,
//   asyncio.BaseTransport.get_extra_info, asyncio.Transport,
//   asyncio.WriteTransport, asyncio.WriteTransport.write,
//   asyncio.WriteTransport.abort

#include <array>
#include <boost/asio.hpp>
#include <cctype>
#include <deque>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

class Transport;

class Protocol {
public:
    virtual ~Protocol() = default;
    virtual void connection_made(Transport& transport) = 0;
    virtual void data_received(std::string_view data) = 0;
    virtual void eof_received() {}
    virtual void connection_lost(error_code error) = 0;
};

// Each handler that waits owns a share of the transport, and the last one that
// goes takes it along.
class Transport : public std::enable_shared_from_this<Transport> {
public:
    Transport(tcp::socket socket, std::unique_ptr<Protocol> protocol)
        : socket(std::move(socket)), protocol(std::move(protocol)) {}

    void start() {
        protocol->connection_made(*this);
        read();
    }
    void write(std::string data) {
        unsent.push_back(std::move(data));
        if (unsent.size() == 1)
            send();
    }
    // What has been written is sent before.
    void close() {
        closing = true;
        if (unsent.empty())
            socket.close();
    }
    // What has not been sent is dropped.
    void abort() {
        closing = true;
        socket.close();
    }
    bool is_closing() const {
        return closing;
    }
    tcp::endpoint peer() const {
        return socket.remote_endpoint();
    }

private:
    void read() {
        socket.async_read_some(
            asio::buffer(received),
            [self = shared_from_this()](error_code error, std::size_t length) {
                self->on_read(error, length);
            });
    }
    void on_read(error_code error, std::size_t length) {
        if (!error) {
            protocol->data_received({received.data(), length});
            return read();
        }
        const bool as_wanted = closing || error == asio::error::eof;
        if (error == asio::error::eof)
            protocol->eof_received();
        close();
        protocol->connection_lost(as_wanted ? error_code() : error);
    }
    void send() {
        asio::async_write(
            socket, asio::buffer(unsent.front()),
            [self = shared_from_this()](error_code error, std::size_t) {
                self->unsent.pop_front();
                if (error)
                    self->unsent.clear();
                if (!self->unsent.empty())
                    self->send();
                else if (self->closing)
                    self->socket.close();
            });
    }

    tcp::socket socket;
    const std::unique_ptr<Protocol> protocol;
    std::array<char, 4096> received;
    std::deque<std::string> unsent;
    bool closing = false;
};

class Shout : public Protocol {
    void connection_made(Transport& made) override {
        transport = &made;
        std::cout << "server: a client from " << made.peer().address() << '\n';
    }
    // Pieces of any size: a line may come in two, or two lines in one.
    void data_received(std::string_view data) override {
        for (const unsigned char letter : data) {
            line += std::toupper(letter);
            if (letter == '\n')
                transport->write(std::exchange(line, ""));
        }
        if (line.size() > 80) {
            std::cout << "server: a line is too long\n";
            transport->abort();
        }
    }
    void eof_received() override {
        std::cout << "server: a client has said all\n";
    }
    void connection_lost(error_code error) override {
        std::cout << "server: a connection ends, "
                  << (error ? error.message() : "no error")
                  << ", closing: " << std::boolalpha << transport->is_closing()
                  << '\n';
    }

    Transport* transport = nullptr;
    std::string line;
};

asio::awaitable<void> serve(tcp::acceptor& acceptor, int clients) {
    for (int client = 0; client < clients; ++client) {
        tcp::socket socket =
            co_await acceptor.async_accept(asio::use_awaitable);
        std::make_shared<Transport>(std::move(socket),
                                    std::make_unique<Shout>())
            ->start();
    }
}

asio::awaitable<void> talk(tcp::endpoint server, std::string text) {
    tcp::socket socket(co_await asio::this_coro::executor);
    co_await socket.async_connect(server, asio::use_awaitable);
    co_await asio::async_write(socket, asio::buffer(text), asio::use_awaitable);
    std::string answer;
    auto as_tuple = asio::as_tuple(asio::use_awaitable);
    auto [error, length] = co_await asio::async_read_until(
        socket, asio::dynamic_buffer(answer), '\n', as_tuple);
    if (error)
        std::cout << "client: is cut off\n";
    else
        std::cout << "client: receives " << answer;
}

int main() {
    asio::io_context loop;
    tcp::acceptor acceptor(loop, {asio::ip::address_v4::loopback(), 0});
    asio::co_spawn(loop, serve(acceptor, 3), asio::detached);
    for (const std::string& text :
         {std::string("ahoy\n"), std::string("hello\n"), std::string(99, 'x')})
        asio::co_spawn(loop, talk(acceptor.local_endpoint(), text),
                       asio::detached);
    loop.run();
}

/* Output:
a| server: a client from 127.0.0.1
b| server: a client from 127.0.0.1
c,d| server: a client from 127.0.0.1
a| client: receives AHOY
b| client: receives HELLO
a| server: a client has said all
b| server: a client has said all
a| server: a connection ends, no error, closing: true
b| server: a connection ends, no error, closing: true
c,d| server: a line is too long
c| server: a connection ends, no error, closing: true
d| client: is cut off
*/
