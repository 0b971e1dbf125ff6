// ch12/53_graceful_shutdown.cpp
// A signal stops a server that has clients: none is accepted from then on, what
// has begun is answered, what is idle is closed. With a port it waits for curl.
// Python: asyncio.start_server, asyncio.Server.close,
//   asyncio.Server.wait_closed, asyncio.loop.add_signal_handler
// Platform: posix

#include <signal.h>

#include <boost/algorithm/string.hpp>
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

constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);
const std::string body = "done\n";

struct Server {
    tcp::acceptor acceptor;
    // Expires when the server is to stop: an event for all who wait.
    asio::steady_timer stopping;
    // How long the answer to /slow takes.
    std::chrono::milliseconds slow;
};

asio::awaitable<void> handle(tcp::socket connection, Server& server) {
    std::string received;
    for (bool keep_alive = true; keep_alive;) {
        if (received.empty()) {
            co_await (connection.async_wait(tcp::socket::wait_read, as_tuple) ||
                      server.stopping.async_wait(as_tuple));
            // No request has begun: the server stops, or the client has gone.
            if (connection.available() == 0)
                co_return;
        }
        auto [gone, length] = co_await asio::async_read_until(
            connection, asio::dynamic_buffer(received, 8192), "\r\n\r\n",
            as_tuple);
        if (gone)
            co_return;
        const std::string head = received.substr(0, length);
        received.erase(0, length);
        if (head.starts_with("GET /slow ")) {
            asio::steady_timer work(connection.get_executor(), server.slow);
            co_await work.async_wait(asio::use_awaitable);
        }

        keep_alive = server.acceptor.is_open() &&
                     boost::contains(head, " HTTP/1.1\r\n") &&
                     !boost::icontains(head, "\r\nConnection: close\r\n");
        const std::string answer =
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: " +
            std::string(keep_alive ? "keep-alive" : "close") + "\r\n\r\n" +
            body;
        co_await asio::async_write(connection, asio::buffer(answer),
                                   asio::use_awaitable);
    }
}

asio::awaitable<void> serve(Server& server) {
    for (;;) {
        auto [error, connection] =
            co_await server.acceptor.async_accept(as_tuple);
        if (!error)
            asio::co_spawn(server.acceptor.get_executor(),
                           handle(std::move(connection), server),
                           asio::detached);
        else if (server.acceptor.is_open())
            throw boost::system::system_error(error);
        else
            co_return;
    }
}

asio::awaitable<void> stop_on_signal(Server& server, asio::io_context& loop) {
    asio::signal_set signals(loop, SIGINT, SIGTERM);
    co_await signals.async_wait(asio::use_awaitable);
    // The system has accepted clients that the program has not seen yet.
    server.acceptor.non_blocking(true);
    for (;;) {
        boost::system::error_code none_left;
        tcp::socket connection = server.acceptor.accept(none_left);
        if (none_left)
            break;
        asio::co_spawn(loop, handle(std::move(connection), server),
                       asio::detached);
    }
    server.acceptor.close();
    std::cout << "server: accepts nobody any more\n";
    server.stopping.expires_at(asio::steady_timer::time_point::min());
    loop.stop();
}

class Client {
public:
    Client(std::string name, Server& server)
        : name_(std::move(name)), connection_(server.acceptor.get_executor()) {}

    void connect(const tcp::endpoint& server) {
        boost::system::error_code refused;
        connection_.connect(server, refused);
        if (refused)
            std::cout << name_ << ": " << refused.message() << '\n';
    }

    asio::awaitable<void> send(std::string text) {
        co_await asio::async_write(connection_, asio::buffer(text),
                                   asio::use_awaitable);
    }

    asio::awaitable<void> receive() {
        std::string received;
        auto [end, length] = co_await asio::async_read_until(
            connection_, asio::dynamic_buffer(received), body, as_tuple);
        std::cout << name_ << ": "
                  << (end ? "the end" : received.substr(0, received.find('\r')))
                  << '\n';
    }

private:
    std::string name_;
    tcp::socket connection_;
};

asio::awaitable<void> run_clients(Server& server) {
    const tcp::endpoint address = server.acceptor.local_endpoint();
    const std::string head = " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    Client slow("slow", server), idle("idle", server), half("half", server),
        last("last", server), late("late", server);
    slow.connect(address);
    co_await slow.send("GET /slow" + head);
    idle.connect(address);
    co_await idle.send("GET /" + head);
    co_await idle.receive();
    half.connect(address);
    co_await half.send("GET /" + head + "GET /ha");
    co_await half.receive();

    last.connect(address);
    ::raise(SIGTERM);
    co_await last.send("GET /" + head);
    co_await last.receive();
    co_await idle.receive();
    late.connect(address);
    co_await half.send("lf" + head);
    co_await half.receive();
    co_await half.receive();
    co_await slow.receive();
}

int main(int argc, char* argv[]) {
    const asio::ip::port_type port = argc > 1 ? std::stoi(argv[1]) : 0;
    asio::io_context loop;
    Server server{
        tcp::acceptor(loop, {asio::ip::address_v4::loopback(), port}),
        asio::steady_timer(loop, asio::steady_timer::time_point::max()),
        argc > 1 ? 5s : 50ms};
    const auto rethrow = [](std::exception_ptr error) {
        if (error)
            std::rethrow_exception(error);
    };
    asio::co_spawn(loop, serve(server), rethrow);
    asio::co_spawn(loop, stop_on_signal(server, loop), rethrow);
    if (argc == 1)
        asio::co_spawn(loop, run_clients(server), rethrow);

    loop.run();  // Until the signal stops it.
    loop.restart();
    // It ends before that time when nothing is left to do.
    loop.run_for(10s);
    std::cout << "server: done\n";
}

/* Output:
idle: HTTP/1.1 200 OK
half: HTTP/1.1 200 OK
s| server: accepts nobody any more
l| last: HTTP/1.1 200 OK
idle: the end
late: Connection refused
half: HTTP/1.1 200 OK
half: the end
slow: HTTP/1.1 200 OK
server: done
*/
