// ch12/39_web_server.cpp
// A web server answers all that comes: also what is no request, is too long or
// never ends. With a port as argument it serves there; curl can talk to it.
// Python: asyncio.start_server, asyncio.StreamReader.readuntil,
//   asyncio.LimitOverrunError, asyncio.IncompleteReadError,
//   asyncio.StreamWriter.write_eof, asyncio.timeout

#include <array>
#include <boost/algorithm/string.hpp>
#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <chrono>
#include <cstddef>
#include <exception>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <variant>

namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;
using asio::ip::tcp;
using Duration = std::chrono::milliseconds;

constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);

struct Response {
    std::string status;
    std::string body = status + '\n';
    bool keep_alive = false;
    bool with_body = true;
};

Response respond(const std::string& head) {
    const Response malformed{"400 Bad Request"};
    std::istringstream lines(head);
    std::string line, method, target, version, excess;
    std::getline(lines, line);
    std::istringstream words(line);
    words >> method >> target >> version;
    if (!version.starts_with("HTTP/1.") || words >> excess)
        return malformed;

    std::map<std::string, std::string> headers;
    while (std::getline(lines, line) && line != "\r") {
        const std::size_t colon = line.find(':');
        if (colon == std::string::npos || line.find_first_of(" \t") < colon)
            return malformed;
        const auto name = boost::to_lower_copy(line.substr(0, colon));
        const bool first =
            headers.emplace(name, boost::trim_copy(line.substr(colon + 1)))
                .second;
        if (name == "host" && !first)
            return malformed;
    }
    const bool newer = version != "HTTP/1.0";
    if (newer && !headers.contains("host"))
        return malformed;
    // Left unread, a body would be taken for the next request.
    if (headers.contains("content-length") ||
        headers.contains("transfer-encoding"))
        return {"413 Content Too Large"};
    if (method != "GET" && method != "HEAD")
        return {"501 Not Implemented"};

    Response response{"404 Not Found"};
    if (target == "/")
        response = {"200 OK", "Hello from a coroutine.\n"};
    response.keep_alive =
        newer && !boost::iequals(headers["connection"], "close");
    response.with_body = method == "GET";
    return response;
}

std::string to_text(const Response& response) {
    return "HTTP/1.1 " + response.status +
           "\r\nContent-Type: text/plain\r\nContent-Length: " +
           std::to_string(response.body.size()) +
           (response.keep_alive ? "\r\n\r\n"
                                : "\r\nConnection: close\r\n\r\n") +
           (response.with_body ? response.body : "");
}

asio::awaitable<void> discard(tcp::socket& connection) {
    std::array<char, 4096> data;
    for (;;) {
        auto [end, length] =
            co_await connection.async_read_some(asio::buffer(data), as_tuple);
        if (end)
            co_return;
    }
}

// Nobody makes the server wait for longer than its patience.
asio::awaitable<void> handle(tcp::socket connection, Duration patience) {
    asio::steady_timer limit(connection.get_executor());
    std::string received;
    for (bool keep_alive = true; keep_alive;) {
        Response response{"408 Request Timeout"};
        limit.expires_after(patience);
        const auto read =
            co_await (asio::async_read_until(
                          connection, asio::dynamic_buffer(received, 8192),
                          "\r\n\r\n", as_tuple) ||
                      limit.async_wait(as_tuple));
        if (read.index() == 0) {
            const auto [error, length] = std::get<0>(read);
            if (error && error != asio::error::not_found)
                co_return;
            response = error ? Response{"431 Request Header Fields Too Large"}
                             : respond(received.substr(0, length));
            received.erase(0, length);
        }

        const std::string text = to_text(response);
        limit.expires_after(patience);
        const auto written = co_await (
            asio::async_write(connection, asio::buffer(text), as_tuple) ||
            limit.async_wait(as_tuple));
        if (written.index() == 1)
            co_return;
        keep_alive = response.keep_alive;
    }
    // To close with input unread resets the connection, and the client can lose
    // the answer: first the client has to see its end and close.
    boost::system::error_code gone;
    connection.shutdown(tcp::socket::shutdown_send, gone);
    limit.expires_after(patience);
    co_await (discard(connection) || limit.async_wait(asio::use_awaitable));
}

// Until it is closed.
asio::awaitable<void> serve(tcp::acceptor& server, Duration patience) {
    for (;;) {
        auto [error, connection] = co_await server.async_accept(as_tuple);
        if (!server.is_open())
            co_return;
        if (error)
            throw boost::system::system_error(error);
        asio::co_spawn(server.get_executor(),
                       handle(std::move(connection), patience), asio::detached);
    }
}

asio::awaitable<tcp::socket> send(tcp::endpoint server, std::string text) {
    tcp::socket connection(co_await asio::this_coro::executor);
    co_await connection.async_connect(server, asio::use_awaitable);
    co_await asio::async_write(connection, asio::buffer(text),
                               asio::use_awaitable);
    co_return connection;
}

asio::awaitable<void> print_status(tcp::socket connection, std::string name) {
    std::string answers;
    co_await asio::async_read(connection, asio::dynamic_buffer(answers),
                              as_tuple);
    std::istringstream lines(answers);
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with("HTTP/1.1 "))
            std::cout << name << ": " << boost::trim_copy(line.substr(9))
                      << '\n';
}

asio::awaitable<void> ask(tcp::acceptor& server) {
    const std::string host = " HTTP/1.1\r\nHost: localhost\r\n";
    const std::pair<const char*, std::string> requests[] = {
        {"two in one",
         "GET /" + host + "\r\nGET /no" + host + "Connection: close\r\n\r\n"},
        {"no request", "HELLO\r\n\r\n"},
        {"no host", "GET / HTTP/1.1\r\n\r\n"},
        {"another method", "DELETE /" + host + "\r\n"},
        {"a body", "POST /" + host + "Content-Length: 2\r\n\r\nhi"},
        {"too long", "GET /" + host + "Cookie: " + std::string(10000, 'x')},
    };
    for (const auto& [name, text] : requests) {
        tcp::socket connection = co_await send(server.local_endpoint(), text);
        co_await print_status(std::move(connection), name);
    }
    server.close();
}

asio::awaitable<void> ask_slowly(tcp::acceptor& server, tcp::socket slow) {
    co_await print_status(std::move(slow), "slow");
    server.close();
}

asio::awaitable<void> run() {
    const auto executor = co_await asio::this_coro::executor;
    const tcp::endpoint any_port(asio::ip::address_v4::loopback(), 0);
    tcp::acceptor server(executor, any_port), impatient(executor, any_port);
    co_await (ask(server) && serve(server, 30s));

    // Accepted only when it has sent all that it is ever going to send.
    tcp::socket slow = co_await send(impatient.local_endpoint(), "GET / HT");
    co_await (ask_slowly(impatient, std::move(slow)) && serve(impatient, 50ms));
}

asio::awaitable<void> run_at(asio::ip::port_type port) {
    const tcp::endpoint address(asio::ip::address_v4::loopback(), port);
    tcp::acceptor server(co_await asio::this_coro::executor, address);
    co_await serve(server, 10s);
}

int main(int argc, char* argv[]) {
    asio::io_context loop;
    asio::co_spawn(loop, argc > 1 ? run_at(std::stoi(argv[1])) : run(),
                   [](std::exception_ptr error) {
                       if (error)
                           std::rethrow_exception(error);
                   });
    loop.run();
}

/* Output:
two in one: 200 OK
two in one: 404 Not Found
no request: 400 Bad Request
no host: 400 Bad Request
another method: 501 Not Implemented
a body: 413 Content Too Large
too long: 431 Request Header Fields Too Large
slow: 408 Request Timeout
*/
