// ch07/12_wait_on_many.cpp
// Main waits on three connections at once and takes each message as it comes,
// until all three are closed. First it asks one whether anything is there.
// Python: multiprocessing.connection.Connection.poll,
//   multiprocessing.connection.wait
// Platform: posix

#include <fcntl.h>
#include <unistd.h>
#include <array>
#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/process/v2.hpp>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <tuple>
#include <vector>

namespace asio = boost::asio;
namespace process = boost::process::v2;
using Protocol = asio::local::stream_protocol;
using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;

// Every message here has the same length, which makes it a message.
using Message = std::array<char, 3>;

int child(char name) {
    asio::io_context io;
    Protocol::socket connection(io, Protocol(), STDIN_FILENO);
    char go;
    asio::read(connection, asio::buffer(&go, 1));
    for (char number : {'1', '2'})
        asio::write(connection, asio::buffer(Message{name, ' ', number}));
    return EXIT_SUCCESS;
}

asio::awaitable<bool> poll(Protocol::socket& connection,
                           std::chrono::milliseconds timeout) {
    asio::steady_timer timer(connection.get_executor(), timeout);
    // The first to end cancels the other.
    const auto ended =
        co_await (connection.async_wait(Protocol::socket::wait_read,
                                        asio::use_awaitable) ||
                  timer.async_wait(asio::use_awaitable));
    co_return ended.index() == 0;
}

asio::awaitable<void> report(Protocol::socket& connection, std::string name) {
    for (;;) {
        Message message;
        const auto [error, length] =
            co_await asio::async_read(connection, asio::buffer(message),
                                      asio::as_tuple(asio::use_awaitable));
        if (error == asio::error::eof && length == 0)
            break;
        if (error)
            throw boost::system::system_error(error);
        std::cout << std::string(message.data(), message.size()) << std::endl;
    }
    std::cout << name << " has closed" << std::endl;
}

asio::awaitable<void> talk(std::vector<Protocol::socket>& connections) {
    bool ready = co_await poll(connections[0], 20ms);
    std::cout << "A has sent something: " << ready << std::endl;
    for (auto& connection : connections)
        co_await asio::async_write(connection, asio::buffer("!", 1),
                                   asio::use_awaitable);
    ready = co_await poll(connections[0], 1h);
    std::cout << "A has sent something: " << ready << std::endl;

    co_await (report(connections[0], "A") && report(connections[1], "B") &&
              report(connections[2], "C"));
    std::cout << "main: all have closed" << std::endl;
}

int parent(const char* program) {
    asio::io_context io;
    std::vector<Protocol::socket> connections;
    std::vector<process::process> children;
    for (const std::string name : {"A", "B", "C"}) {
        auto& connection = connections.emplace_back(io);
        Protocol::socket other_end(io);
        asio::local::connect_pair(connection, other_end);
        // This end is the parent's alone, so that it closes with the parent.
        fcntl(connection.native_handle(), F_SETFD, FD_CLOEXEC);
        children.emplace_back(io, program, std::vector{name},
                              process::process_stdio{other_end, {}, {}});
    }

    asio::co_spawn(io, talk(connections), [](std::exception_ptr error) {
        if (error)
            std::rethrow_exception(error);
    });
    io.run();
    int failures = 0;
    for (auto& child : children)
        failures += child.wait() != EXIT_SUCCESS;
    return failures;
}

int main(int argc, char* argv[]) try {
    return argc == 2 ? child(*argv[1]) : parent(argv[0]);
} catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
}

/* Output:
A has sent something: 0
A has sent something: 1
a| A 1
a| A 2
a| A has closed
b| B 1
b| B 2
b| B has closed
c| C 1
c| C 2
c| C has closed
main: all have closed
*/
