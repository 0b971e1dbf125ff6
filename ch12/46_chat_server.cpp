// ch12/46_chat_server.cpp
// What one says, all others get. Some say goodbye by vanishing, and one stops
// reading: nobody else has to wait for them, and no memory fills up.
// Python: asyncio.start_server, asyncio.open_connection,
//   asyncio.StreamWriter.is_closing, asyncio.StreamWriter.transport

#include <array>
#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <cstddef>
#include <exception>
#include <iostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;
using asio::ip::tcp;
using boost::system::error_code;
using Outbox = asio::experimental::channel<void(error_code, std::string)>;

constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);

struct Member {
    explicit Member(tcp::socket connected)
        : connection(std::move(connected)),
          outbox(connection.get_executor(), 16) {}

    tcp::socket connection;
    Outbox outbox;
    std::string name;
};

using Room = std::set<Member*>;

void tell(const Room& room, const Member* sender, const std::string& text) {
    for (Member* member : room)
        // A member who is sixteen messages behind has to go.
        if (member != sender && member->connection.is_open() &&
            !member->outbox.try_send(error_code(), text))
            member->connection.close();
}

asio::awaitable<void> listen_to(Member& member, Room& room) {
    std::string received;
    for (;;) {
        auto [gone, length] = co_await asio::async_read_until(
            member.connection, asio::dynamic_buffer(received, 1024), '\n',
            as_tuple);
        if (gone)
            co_return;
        const std::string line = received.substr(0, length);
        received.erase(0, length);
        if (member.name.empty()) {
            member.name = line.substr(0, length - 1);
            room.insert(&member);
            tell(room, nullptr, member.name + " has come\n");
        } else {
            tell(room, &member, member.name + ": " + line);
        }
    }
}

asio::awaitable<void> speak_to(Member& member) {
    for (;;) {
        auto [cancelled, text] = co_await member.outbox.async_receive(as_tuple);
        if (cancelled)
            co_return;
        auto [gone, length] = co_await asio::async_write(
            member.connection, asio::buffer(text), as_tuple);
        if (gone)
            co_return;
    }
}

asio::awaitable<void> converse(tcp::socket connection, Room& room) {
    Member member(std::move(connection));
    // When one of them ends, the other is cancelled.
    co_await (listen_to(member, room) || speak_to(member));
    if (room.erase(&member) == 1)
        tell(room, nullptr, member.name + " has gone\n");
}

asio::awaitable<void> serve(tcp::acceptor& server, Room& room) {
    for (;;) {
        auto [error, connection] = co_await server.async_accept(as_tuple);
        if (!server.is_open())
            co_return;
        if (error)
            throw boost::system::system_error(error);
        asio::co_spawn(server.get_executor(),
                       converse(std::move(connection), room), asio::detached);
    }
}

class Client {
public:
    Client(tcp::acceptor& server, const std::string& name)
        : name_(name), connection_(server.get_executor(), tcp::v4()) {
        connection_.set_option(asio::socket_base::receive_buffer_size(65536));
        connection_.connect(server.local_endpoint());
    }

    const std::string& name() const {
        return name_;
    }

    asio::awaitable<void> say(std::string line) {
        line += '\n';
        co_await asio::async_write(connection_, asio::buffer(line),
                                   asio::use_awaitable);
    }

    asio::awaitable<void> hear() {
        const std::size_t length = co_await asio::async_read_until(
            connection_, asio::dynamic_buffer(received_), '\n',
            asio::use_awaitable);
        std::cout << name_ << " hears: " << received_.substr(0, length);
        received_.erase(0, length);
    }

    // No end of the stream: a reset, as if the client had crashed.
    void vanish() {
        connection_.set_option(asio::socket_base::linger(true, 0));
        connection_.close();
    }

private:
    std::string name_;
    tcp::socket connection_;
    std::string received_;
};

asio::awaitable<void> chat(tcp::acceptor& server) {
    Client ann(server, "Ann"), bob(server, "Bob"), cat(server, "Cat");
    const std::array<Client*, 3> clients{&ann, &bob, &cat};
    std::vector<Client*> present;
    for (Client* client : clients) {
        co_await client->say(client->name());
        present.push_back(client);
        for (Client* listener : present)
            co_await listener->hear();
    }
    co_await ann.say("hello");
    co_await bob.hear();
    co_await cat.hear();

    bob.vanish();
    co_await ann.hear();
    // From here on Cat doesn't read, however much there is.
    for (int i = 0; i < 2000; ++i)
        co_await ann.say(std::string(1000, '.'));
    co_await ann.hear();
    server.close();
}

int main() {
    // Before the loop, which the coroutines that use it belong to.
    Room room;
    asio::io_context loop;
    tcp::acceptor server(loop, {asio::ip::address_v4::loopback(), 0});
    // Inherited by each connection.
    server.set_option(asio::socket_base::send_buffer_size(65536));
    asio::co_spawn(loop, chat(server) && serve(server, room),
                   [](std::exception_ptr error) {
                       if (error)
                           std::rethrow_exception(error);
                   });
    loop.run();
}

/* Output:
Ann hears: Ann has come
Ann hears: Bob has come
Bob hears: Bob has come
Ann hears: Cat has come
Bob hears: Cat has come
Cat hears: Cat has come
Bob hears: Ann: hello
Cat hears: Ann: hello
Ann hears: Bob has gone
Ann hears: Cat has gone
*/
