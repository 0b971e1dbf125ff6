// ch12/45_unix_sockets.cpp
// A server that is reached through a path in the file system, and by nobody
// outside this machine. All but the address is as with TCP.
// Python: asyncio.start_unix_server, asyncio.open_unix_connection
// Platform: posix

#include <unistd.h>

#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <cstddef>
#include <exception>
#include <filesystem>
#include <iostream>
#include <string>
#include <system_error>
#include <utility>

namespace asio = boost::asio;
namespace filesystem = std::filesystem;
using namespace asio::experimental::awaitable_operators;
using local = asio::local::stream_protocol;

// Closing a socket leaves its path where it is.
struct RemoveOnExit {
    explicit RemoveOnExit(const filesystem::path& path) : path(path) {}
    RemoveOnExit(const RemoveOnExit&) = delete;
    ~RemoveOnExit() {
        std::error_code ignored;
        filesystem::remove(path, ignored);
    }
    const filesystem::path path;
};

asio::awaitable<void> answer(local::socket connection) {
    std::string line;
    co_await asio::async_read_until(connection, asio::dynamic_buffer(line),
                                    '\n', asio::use_awaitable);
    const std::string reply = "hello " + line;
    co_await asio::async_write(connection, asio::buffer(reply),
                               asio::use_awaitable);
}

asio::awaitable<void> serve(local::acceptor& server, int clients) {
    while (clients-- > 0) {
        local::socket connection =
            co_await server.async_accept(asio::use_awaitable);
        co_await answer(std::move(connection));
    }
}

asio::awaitable<void> ask(local::endpoint server, std::string name) {
    local::socket connection(co_await asio::this_coro::executor);
    co_await connection.async_connect(server, asio::use_awaitable);
    const std::string line = name + '\n';
    co_await asio::async_write(connection, asio::buffer(line),
                               asio::use_awaitable);
    std::string reply;
    co_await asio::async_read_until(connection, asio::dynamic_buffer(reply),
                                    '\n', asio::use_awaitable);
    std::cout << name << ": " << reply;
}

asio::awaitable<void> run(const filesystem::path& path) {
    const auto executor = co_await asio::this_coro::executor;
    const local::endpoint address(path.string());
    {
        local::acceptor server(executor, address);
        co_await (ask(address, "Ada") && ask(address, "Bob") &&
                  serve(server, 2));
    }
    std::cout << "closed, the path "
              << (filesystem::exists(path) ? "is still there\n" : "is gone\n");

    // It keeps the next server from its address.
    local::acceptor next(executor);
    next.open();
    boost::system::error_code error;
    next.bind(address, error);
    std::cout << "bind: " << error.message() << '\n';
    filesystem::remove(path);
    next.bind(address, error);
    std::cout << "bind: " << error.message() << '\n';
}

int main() {
    const RemoveOnExit remover(filesystem::temp_directory_path() /
                               ("ch12_45_" + std::to_string(::getpid())));
    asio::io_context loop;
    asio::co_spawn(loop, run(remover.path), [](std::exception_ptr error) {
        if (error)
            std::rethrow_exception(error);
    });
    loop.run();
}

/* Output:
a| Ada: hello Ada
b| Bob: hello Bob
closed, the path is still there
bind: Address already in use
bind: Success
*/
