// ch07/13_listener_client.cpp
// A listener waits at an address until a client connects: first at a path in
// the file system, then at a port.
// Python: multiprocessing.connection.Listener,
//   multiprocessing.connection.Listener.accept,
//   multiprocessing.connection.Listener.address,
//   multiprocessing.connection.Listener.last_accepted,
//   multiprocessing.connection.Listener.close,
//   multiprocessing.connection.Client
// Platform: posix

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <cstddef>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>

namespace asio = boost::asio;
namespace filesystem = std::filesystem;
namespace process = boost::process::v2;
using asio::ip::tcp;
using local = asio::local::stream_protocol;

template <typename Socket>
void send_line(Socket& connection, const std::string& message) {
    asio::write(connection, asio::buffer(message + '\n'));
}

template <typename Socket>
std::string recv_line(Socket& connection) {
    std::string line;
    // An error if there is no end of line within 1000 characters.
    const std::size_t length =
        asio::read_until(connection, asio::dynamic_buffer(line, 1000), '\n');
    return line.substr(0, length - 1);
}

template <typename Endpoint>
int run_client(const Endpoint& address) {
    asio::io_context io;
    typename Endpoint::protocol_type::socket connection(io);
    connection.connect(address);
    send_line(connection, "hello");
    std::cout << "client: receives " << recv_line(connection) << std::endl;
    return EXIT_SUCCESS;
}

std::string to_line(const local::endpoint& address) {
    return address.path() + '\n';
}

std::string to_line(const tcp::endpoint& address) {
    return std::to_string(address.port()) + '\n';
}

template <typename Endpoint>
void run_listener(const char* program, const std::string& argument,
                  const Endpoint& wanted) {
    using Protocol = typename Endpoint::protocol_type;
    asio::io_context io;
    asio::writable_pipe to_client(io);
    process::process client(io, program, {argument},
                            process::process_stdio{to_client, {}, {}});
    // The client is there already: should this be killed, it removes the path.
    typename Protocol::acceptor listener(io, wanted);
    // For port 0 the system has chosen one that is free.
    const Endpoint address = listener.local_endpoint();
    std::cout << "listener: at " << address << std::endl;
    asio::write(to_client, asio::buffer(to_line(address)));

    int exit_code = EXIT_FAILURE;
    client.async_wait([&](boost::system::error_code, int code) {
        exit_code = code;
        // Nobody will come any more.
        listener.close();
    });

    typename Protocol::socket connection(io);
    Endpoint last_accepted;
    listener.async_accept(
        connection, last_accepted, [&](boost::system::error_code error) {
            if (error)
                throw boost::system::system_error(error);
            std::cout << "listener: accepts " << last_accepted << std::endl;
            const std::string message = recv_line(connection);
            std::cout << "listener: receives " << message << std::endl;
            send_line(connection, message + " yourself");
        });
    io.run();
    if (exit_code != EXIT_SUCCESS)
        throw std::runtime_error("the client has failed");
}

// Client and listener both remove the path when they end: it is gone even if
// one of them is killed.
struct RemoveOnExit {
    explicit RemoveOnExit(const filesystem::path& path) : path(path) {}
    RemoveOnExit(const RemoveOnExit&) = delete;
    ~RemoveOnExit() {
        std::error_code ignored;
        filesystem::remove(path, ignored);
    }
    const filesystem::path path;
};

int client(const std::string& argument) {
    std::optional<RemoveOnExit> remover;
    if (argument != "port")
        remover.emplace(argument);
    // The listener's address, or the end of input if the listener is gone.
    std::string address;
    if (!std::getline(std::cin, address))
        return EXIT_FAILURE;
    if (remover)
        return run_client(local::endpoint(address));
    return run_client(
        tcp::endpoint(asio::ip::address_v4::loopback(), std::stoi(address)));
}

int main(int argc, char* argv[]) try {
    if (argc == 2)
        return client(argv[1]);

    const auto path = filesystem::temp_directory_path() /
                      ("ch07_13_" + std::to_string(process::current_pid()));
    // A crashed predecessor may have left its socket here.
    filesystem::remove(path);
    {
        const RemoveOnExit remover(path);
        run_listener(argv[0], path.string(), local::endpoint(path.string()));
    }
    run_listener(argv[0], "port",
                 tcp::endpoint(asio::ip::address_v4::loopback(), 0));
} catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
}

/* Output:
listener: at {{/.*}}/ch07_13_{{\d+}}
listener: accepts
listener: receives hello
client: receives hello yourself
listener: at 127.0.0.1:{{\d+}}
listener: accepts 127.0.0.1:{{\d+}}
listener: receives hello
client: receives hello yourself
*/
