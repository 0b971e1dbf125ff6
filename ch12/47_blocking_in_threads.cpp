// ch12/47_blocking_in_threads.cpp
// A function that blocks runs in a thread of a pool, and the loop goes on: here
// it must, because the server that the function waits for lives in the loop.
// Python: asyncio.loop.run_in_executor

#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;
using asio::ip::tcp;

// Knows nothing of coroutines, as most libraries.
std::string look_up(const tcp::endpoint& server, const std::string& name) {
    tcp::iostream connection(server);
    connection << name << std::endl;
    std::string answer;
    if (!std::getline(connection, answer))
        throw std::runtime_error(connection.error().message());
    return answer;
}

// Where this coroutine runs is for co_spawn to say.
asio::awaitable<std::string> blocking(tcp::endpoint server, std::string name) {
    co_return look_up(server, name);
}

asio::awaitable<void> ask(asio::thread_pool& pool, tcp::endpoint server,
                          std::string name) {
    std::string answer;
    try {
        // In the pool; its result, or its exception, comes back to the loop.
        answer = co_await asio::co_spawn(pool, blocking(server, name),
                                         asio::use_awaitable);
    } catch (const std::runtime_error& error) {
        answer = error.what();
    }
    std::cout << name << ": " << answer << '\n';
}

asio::awaitable<void> serve(tcp::acceptor& server) {
    std::vector<std::pair<tcp::socket, std::string>> waiting;
    while (waiting.size() < 3) {
        tcp::socket client = co_await server.async_accept(asio::use_awaitable);
        std::string name;
        co_await asio::async_read_until(client, asio::dynamic_buffer(name),
                                        '\n', asio::use_awaitable);
        waiting.emplace_back(std::move(client), std::move(name));
    }
    std::cout << "server: three wait at the same time\n";
    for (auto& [client, name] : waiting) {
        const std::string answer = "found " + name;
        co_await asio::async_write(client, asio::buffer(answer),
                                   asio::use_awaitable);
    }
}

int main() {
    asio::io_context loop;
    const tcp::endpoint any_port(asio::ip::address_v4::loopback(), 0);
    tcp::acceptor server(loop, any_port);
    const tcp::endpoint address = server.local_endpoint();
    // A port that is taken, and where nobody listens.
    tcp::socket silent(loop, any_port);
    asio::thread_pool pool(3);

    asio::co_spawn(loop,
                   ask(pool, silent.local_endpoint(), "Nobody") &&
                       ask(pool, address, "Ada") && ask(pool, address, "Bob") &&
                       ask(pool, address, "Cy") && serve(server),
                   [](std::exception_ptr error) {
                       if (error)
                           std::rethrow_exception(error);
                   });
    loop.run();
}

/* Output:
n| Nobody: Connection refused
a,b,c| server: three wait at the same time
a| Ada: found Ada
b| Bob: found Bob
c| Cy: found Cy
*/
