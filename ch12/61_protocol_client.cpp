// ch12/61_protocol_client.cpp
// A client's connection changes its protocol on the way: the first one logs
// in, the second one sends two lines and the end, and waits for the answer.
// Python: asyncio.loop.create_connection, asyncio.BaseTransport.get_protocol,
//   asyncio.BaseTransport.set_protocol, asyncio.WriteTransport.write_eof,
//   asyncio.WriteTransport.can_write_eof, asyncio.WriteTransport.writelines

#include <array>
#include <boost/asio.hpp>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

class Transport;

struct Protocol {
    virtual ~Protocol() = default;
    virtual void data_received(Transport& transport, std::string_view data) = 0;
    virtual void connection_lost() {}
};

class Transport : public std::enable_shared_from_this<Transport> {
public:
    explicit Transport(asio::io_context& loop) : socket(loop) {}

    template <typename Made>
    void connect(const tcp::endpoint& server, Made connection_made) {
        socket.async_connect(server, [self = shared_from_this(),
                                      connection_made](error_code error) {
            if (error)
                throw boost::system::system_error(error);
            connection_made(*self);
            self->read();
        });
    }
    void set_protocol(std::unique_ptr<Protocol> next) {
        protocol.swap(next);
        // The old one may be the caller: it lives until its handler returns.
        asio::post(socket.get_executor(), [old = std::move(next)] {});
    }
    const Protocol* get_protocol() const {
        return protocol.get();
    }

    // All lines in one operation, none copied into another.
    void write_lines(std::vector<std::string> lines, bool then_eof = false) {
        const auto text =
            std::make_shared<std::vector<std::string>>(std::move(lines));
        std::vector<asio::const_buffer> buffers;
        for (const std::string& line : *text)
            buffers.push_back(asio::buffer(line));
        asio::async_write(
            socket, buffers,
            [self = shared_from_this(), text, then_eof](error_code error,
                                                        std::size_t) {
                // Only this direction ends: the answer can still come.
                if (!error && then_eof)
                    self->socket.shutdown(tcp::socket::shutdown_send);
            });
    }

private:
    void read() {
        socket.async_read_some(
            asio::buffer(received),
            [self = shared_from_this()](error_code error, std::size_t length) {
                if (error)
                    return self->protocol->connection_lost();
                self->protocol->data_received(*self,
                                              {self->received.data(), length});
                self->read();
            });
    }

    tcp::socket socket;
    std::unique_ptr<Protocol> protocol;
    std::array<char, 4096> received;
};

struct Talk : Protocol {
    void data_received(Transport&, std::string_view data) override {
        answer += data;
    }
    void connection_lost() override {
        std::cout << "talk: the server answers " << answer << '\n';
    }
    std::string answer;
};

struct Login : Protocol {
    void data_received(Transport& transport, std::string_view data) override {
        greeting += data;
        if (!greeting.ends_with('\n'))
            return;
        std::cout << "login: the server says " << greeting;
        transport.set_protocol(std::make_unique<Talk>());
        std::cout << "login: replaced: "
                  << (transport.get_protocol() == this ? "no" : "yes") << '\n';
        transport.write_lines({"one\n", "two\n"}, true);
    }
    std::string greeting;
};

asio::awaitable<void> serve(tcp::acceptor& acceptor) {
    tcp::socket client = co_await acceptor.async_accept(asio::use_awaitable);
    std::string text;
    const std::size_t length = co_await asio::async_read_until(
        client, asio::dynamic_buffer(text), '\n', asio::use_awaitable);
    const std::string greeting = "welcome " + text.substr(0, length);
    co_await asio::async_write(client, asio::buffer(greeting),
                               asio::use_awaitable);
    text.clear();
    auto to_end = asio::as_tuple(asio::use_awaitable);
    auto [end, count] =
        co_await asio::async_read(client, asio::dynamic_buffer(text), to_end);
    const std::string answer = std::to_string(count) + " bytes";
    co_await asio::async_write(client, asio::buffer(answer),
                               asio::use_awaitable);
}

int main() {
    asio::io_context loop;
    tcp::acceptor acceptor(loop, {asio::ip::address_v4::loopback(), 0});
    asio::co_spawn(loop, serve(acceptor), asio::detached);
    std::make_shared<Transport>(loop)->connect(
        acceptor.local_endpoint(), [](Transport& transport) {
            transport.set_protocol(std::make_unique<Login>());
            transport.write_lines({"Ada\n"});
        });
    loop.run();
}

/* Output:
login: the server says welcome Ada
login: replaced: yes
talk: the server answers 8 bytes
*/
