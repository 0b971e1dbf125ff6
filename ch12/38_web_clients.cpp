// ch12/38_web_clients.cpp
// Several pages are fetched at the same time, as many as the list has. The
// server answers nobody until all have asked: one after the other would hang.
// Python: asyncio.gather, asyncio.open_connection, asyncio.start_server,
//   asyncio.StreamWriter.writelines

#include <array>
#include <boost/asio.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <cstddef>
#include <exception>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace experimental = asio::experimental;
using asio::ip::tcp;

struct Page {
    tcp::endpoint server;
    std::string path;
};

asio::awaitable<std::string> fetch(Page page) {
    tcp::socket connection(co_await asio::this_coro::executor);
    co_await connection.async_connect(page.server, asio::use_awaitable);
    const std::string request =
        "GET " + page.path + " HTTP/1.0\r\nHost: localhost\r\n\r\n";
    co_await asio::async_write(connection, asio::buffer(request),
                               asio::use_awaitable);

    std::string answer;
    auto [error, length] =
        co_await asio::async_read(connection, asio::dynamic_buffer(answer),
                                  asio::as_tuple(asio::use_awaitable));
    if (error != asio::error::eof)
        throw boost::system::system_error(error);
    co_return answer.substr(answer.find("\r\n\r\n") + 4);
}

asio::awaitable<void> fetch_all(std::vector<Page> pages) {
    const auto executor = co_await asio::this_coro::executor;
    // Deferred: the group starts them.
    const auto begin = [&executor](const Page& page) {
        return asio::co_spawn(executor, fetch(page), asio::deferred);
    };
    std::vector<decltype(begin(pages[0]))> operations;
    for (const Page& page : pages)
        operations.push_back(begin(page));
    auto [order, errors, bodies] =
        co_await experimental::make_parallel_group(std::move(operations))
            .async_wait(experimental::wait_for_all(), asio::use_awaitable);

    // Each has an error or a result, in the order of the list.
    for (std::size_t i = 0; i < pages.size(); ++i) {
        std::cout << pages[i].path << ": ";
        try {
            if (errors[i])
                std::rethrow_exception(errors[i]);
            std::cout << bodies[i];
        } catch (const boost::system::system_error& error) {
            std::cout << error.code().message() << '\n';
        }
    }
}

asio::awaitable<void> serve(tcp::acceptor& server, std::size_t expected) {
    std::vector<std::pair<tcp::socket, std::string>> clients;
    while (clients.size() < expected) {
        tcp::socket client = co_await server.async_accept(asio::use_awaitable);
        std::string head;
        co_await asio::async_read_until(client, asio::dynamic_buffer(head),
                                        "\r\n\r\n", asio::use_awaitable);
        const std::string path = head.substr(4, head.find(' ', 4) - 4);
        std::cout << "server: is asked for " << path << '\n';
        clients.emplace_back(std::move(client), path);
    }
    const std::string head = "HTTP/1.0 200 OK\r\n\r\n";
    for (auto& [client, path] : clients) {
        const std::string page = "the page " + path + '\n';
        // Several buffers, one write: they need not be put together first.
        const std::array<asio::const_buffer, 2> answer{asio::buffer(head),
                                                       asio::buffer(page)};
        co_await asio::async_write(client, answer, asio::use_awaitable);
    }
}

void rethrow(std::exception_ptr error) {
    if (error)
        std::rethrow_exception(error);
}

int main() {
    asio::io_context loop;
    const tcp::endpoint any_port(asio::ip::address_v4::loopback(), 0);
    tcp::acceptor server(loop, any_port);
    // A port that is taken, and where nobody listens.
    tcp::socket silent(loop, any_port);

    asio::co_spawn(loop, serve(server, 3), rethrow);
    asio::co_spawn(loop,
                   fetch_all({{server.local_endpoint(), "/apples"},
                              {silent.local_endpoint(), "/nobody"},
                              {server.local_endpoint(), "/pears"},
                              {server.local_endpoint(), "/plums"}}),
                   rethrow);
    loop.run();
}

/* Output:
*| server: is asked for /apples
*| server: is asked for /pears
*| server: is asked for /plums
/apples: the page /apples
/nobody: Connection refused
/pears: the page /pears
/plums: the page /plums
*/
