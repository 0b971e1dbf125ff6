// ch07/11_end_of_file.cpp
// A message may be longer than the buffer it is received into, there may be no
// more messages, and the sender may die half-way through one.
// Python: multiprocessing.BufferTooShort,
//   multiprocessing.connection.Connection.recv_bytes_into
// Platform: posix

#include <unistd.h>
#include <array>
#include <boost/asio.hpp>
#include <boost/endian/buffers.hpp>
#include <boost/process/v2.hpp>
#include <cstddef>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace asio = boost::asio;
namespace endian = boost::endian;
namespace process = boost::process::v2;
using Protocol = asio::local::stream_protocol;

constexpr std::size_t longest = 1000;

struct BufferTooShort : std::length_error {
    explicit BufferTooShort(std::string message)
        : std::length_error("buffer too short"), message(std::move(message)) {}
    std::string message;
};

void send(Protocol::socket& connection, std::size_t length,
          const std::string& message) {
    const endian::big_uint32_buf_t header(length);
    asio::write(connection, std::array{asio::buffer(&header, sizeof header),
                                       asio::buffer(message)});
}

// The message's length, or nothing if the other end was closed in good order.
std::optional<std::size_t> recv_bytes_into(Protocol::socket& connection,
                                           asio::mutable_buffer buffer) {
    endian::big_uint32_buf_t header;
    boost::system::error_code error;
    const std::size_t received =
        asio::read(connection, asio::buffer(&header, sizeof header), error);
    if (error == asio::error::eof && received == 0)
        return std::nullopt;
    if (error)
        throw boost::system::system_error(error);

    const std::size_t length = header.value();
    if (length > longest)
        throw std::length_error("the message is too long");
    if (length > buffer.size()) {
        // Left unread, it would be taken for the next message's length.
        std::string message(length, '\0');
        asio::read(connection, asio::buffer(message));
        throw BufferTooShort(std::move(message));
    }
    return asio::read(connection, asio::buffer(buffer, length));
}

int child(const std::string& way) {
    asio::io_context io;
    Protocol::socket connection(io, Protocol(), STDIN_FILENO);
    if (way == "dies") {
        send(connection, 100, "0123456789");
        std::_Exit(3);
    }
    send(connection, 5, "short");
    send(connection, 13, "far too long!");
    return EXIT_SUCCESS;
}

void receive_from(Protocol::socket& connection) {
    std::array<char, 8> buffer;
    for (;;)
        try {
            const auto length =
                recv_bytes_into(connection, asio::buffer(buffer));
            if (!length) {
                std::cout << "end of file\n";
                return;
            }
            std::cout << std::string_view(buffer.data(), *length) << '\n';
        } catch (const BufferTooShort& error) {
            std::cout << error.what() << ": " << error.message << '\n';
        }
}

int parent(const char* program) {
    asio::io_context io;
    for (const std::string way : {"ends", "dies"}) {
        Protocol::socket connection(io), other_end(io);
        asio::local::connect_pair(connection, other_end);
        process::process sender(io, program, {way},
                                process::process_stdio{other_end, {}, {}});
        other_end.close();
        try {
            receive_from(connection);
        } catch (const boost::system::system_error& error) {
            if (error.code() != asio::error::eof)
                throw;
            std::cout << "end of file in a message\n";
        }
        std::cout << "exit code " << sender.wait() << '\n';
    }
    return EXIT_SUCCESS;
}

int main(int argc, char* argv[]) try {
    return argc == 2 ? child(argv[1]) : parent(argv[0]);
} catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
}

/* Output:
short
buffer too short: far too long!
end of file
exit code 0
end of file in a message
exit code 3
*/
