// ch07/09_pipe.cpp
// Parent and child hold an end each of one pipe that goes both ways, and take
// turns at sending a message and receiving one.
// Python: multiprocessing.Pipe, multiprocessing.connection.Connection,
//   multiprocessing.connection.Connection.send_bytes,
//   multiprocessing.connection.Connection.recv_bytes,
//   multiprocessing.connection.Connection.fileno,
//   multiprocessing.connection.Connection.close
// Platform: posix

#include <fcntl.h>
#include <unistd.h>
#include <array>
#include <boost/asio.hpp>
#include <boost/endian/buffers.hpp>
#include <boost/process/v2.hpp>
#include <cstddef>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>

namespace asio = boost::asio;
namespace endian = boost::endian;
namespace process = boost::process::v2;
using Protocol = asio::local::stream_protocol;

constexpr std::size_t longest = 1000;

// A stream knows bytes, not messages: each is preceded by its length.
void send_bytes(Protocol::socket& connection, const std::string& message) {
    const endian::big_uint32_buf_t length(message.size());
    asio::write(connection, std::array{asio::buffer(&length, sizeof length),
                                       asio::buffer(message)});
}

std::string recv_bytes(Protocol::socket& connection) {
    endian::big_uint32_buf_t length;
    asio::read(connection, asio::buffer(&length, sizeof length));
    // The length is a claim: nothing is allocated before it is checked.
    if (length.value() > longest)
        throw std::length_error("the message is too long");
    std::string message(length.value(), '\0');
    asio::read(connection, asio::buffer(message));
    return message;
}

int child() {
    asio::io_context io;
    Protocol::socket connection(io, Protocol(), STDIN_FILENO);
    std::cout << "child: its end is descriptor " << connection.native_handle()
              << std::endl;
    for (int turn = 1; turn <= 2; ++turn) {
        const std::string message = recv_bytes(connection);
        std::cout << "child: receives " << message << std::endl;
        send_bytes(connection, "pong " + std::to_string(turn));
    }
    return EXIT_SUCCESS;
}

int parent(const char* program) {
    asio::io_context io;
    Protocol::socket connection(io), other_end(io);
    asio::local::connect_pair(connection, other_end);
    // This end is the parent's alone, so that it closes with the parent.
    fcntl(connection.native_handle(), F_SETFD, FD_CLOEXEC);
    // The child is given the other end as its standard input.
    process::process player(io, program, {"child"},
                            process::process_stdio{other_end, {}, {}});
    // Only the child holds it now: if the child ends, so does the connection.
    other_end.close();

    for (int turn = 1; turn <= 2; ++turn) {
        send_bytes(connection, "ping " + std::to_string(turn));
        const std::string message = recv_bytes(connection);
        std::cout << "parent: receives " << message << std::endl;
    }
    return player.wait();
}

int main(int argc, char* argv[]) try {
    return argc == 2 ? child() : parent(argv[0]);
} catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
}

/* Output:
child: its end is descriptor {{\d+}}
child: receives ping 1
parent: receives pong 1
child: receives ping 2
parent: receives pong 2
*/
