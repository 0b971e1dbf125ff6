// ch12/37_web_client.cpp
// A coroutine fetches a page: it writes the request, reads the status and the
// headers line by line, and then the body until the server closes.
// Python: asyncio.open_connection, asyncio.StreamReader,
//   asyncio.StreamReader.read, asyncio.StreamReader.readline,
//   asyncio.StreamWriter, asyncio.StreamWriter.close,
//   asyncio.StreamWriter.wait_closed, asyncio.StreamWriter.write

#include <boost/asio.hpp>
#include <cstddef>
#include <exception>
#include <iostream>
#include <string>

namespace asio = boost::asio;
using asio::ip::tcp;

asio::awaitable<tcp::socket> open_connection(std::string host,
                                             std::string port) {
    tcp::socket connection(co_await asio::this_coro::executor);
    tcp::resolver resolver(connection.get_executor());
    // A name can have several addresses: they are tried one after the other.
    const tcp::resolver::results_type addresses =
        co_await resolver.async_resolve(host, port, asio::use_awaitable);
    co_await asio::async_connect(connection, addresses, asio::use_awaitable);
    co_return connection;
}

// What has come with the line beyond its end stays in `received`.
asio::awaitable<std::string> read_line(tcp::socket& connection,
                                       std::string& received) {
    const std::size_t length = co_await asio::async_read_until(
        connection, asio::dynamic_buffer(received, 8192), "\r\n",
        asio::use_awaitable);
    const std::string line = received.substr(0, length - 2);
    received.erase(0, length);
    co_return line;
}

asio::awaitable<void> fetch(std::string host, std::string port) {
    tcp::socket connection = co_await open_connection(host, port);
    const std::string request =
        "GET / HTTP/1.0\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
    co_await asio::async_write(connection, asio::buffer(request),
                               asio::use_awaitable);

    std::string received;
    std::string line = co_await read_line(connection, received);
    std::cout << "status: " << line << '\n';
    while (!(line = co_await read_line(connection, received)).empty())
        std::cout << "header: " << line << '\n';

    // The end of the stream is an error to Asio, and here the expected one.
    auto [error, length] =
        co_await asio::async_read(connection, asio::dynamic_buffer(received),
                                  asio::as_tuple(asio::use_awaitable));
    if (error != asio::error::eof)
        throw boost::system::system_error(error);
    std::cout << "body: " << received;
}

asio::awaitable<void> serve_once(tcp::acceptor& server) {
    tcp::socket connection = co_await server.async_accept(asio::use_awaitable);
    std::string request;
    co_await asio::async_read_until(connection, asio::dynamic_buffer(request),
                                    "\r\n\r\n", asio::use_awaitable);
    const std::string answer =
        "HTTP/1.1 200 OK\r\n"
        "Content-Type: text/plain\r\n"
        "Content-Length: 16\r\n"
        "\r\n"
        "Ada was here...\n";
    co_await asio::async_write(connection, asio::buffer(answer),
                               asio::use_awaitable);
}

// An exception that leaves a coroutine leaves loop.run() too.
void rethrow(std::exception_ptr error) {
    if (error)
        std::rethrow_exception(error);
}

int main(int argc, char* argv[]) {
    asio::io_context loop;
    tcp::acceptor server(loop, {asio::ip::address_v4::loopback(), 0});
    const std::string port = std::to_string(server.local_endpoint().port());

    if (argc > 1) {
        // Any page: the arguments are its host and perhaps a port.
        asio::co_spawn(loop, fetch(argv[1], argc > 2 ? argv[2] : "80"),
                       rethrow);
    } else {
        asio::co_spawn(loop, serve_once(server), rethrow);
        asio::co_spawn(loop, fetch("127.0.0.1", port), rethrow);
    }
    loop.run();
}

/* Output:
status: HTTP/1.1 200 OK
header: Content-Type: text/plain
header: Content-Length: 16
body: Ada was here...
*/
