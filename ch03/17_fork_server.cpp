// ch03/17_fork_server.cpp
// A server, started once, prepares a table; for each request that comes through
// a local socket it forks a child, which has the table from its first moment.
// Python: multiprocessing.get_context
// Platform: posix

#include <fcntl.h>
#include <unistd.h>
#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <cerrno>
#include <iostream>
#include <string>
#include <system_error>
#include <vector>

namespace asio = boost::asio;
namespace process = boost::process::v2;
using socket_type = asio::local::stream_protocol::socket;

std::vector<int> prepare_table() {
    std::vector<int> squares;
    for (int number = 0; number < 100; ++number)
        squares.push_back(number * number);
    return squares;
}

// noexcept: an exception would make a second server of a forked child.
int work(int number, const std::vector<int>& squares) noexcept {
    std::cout << "child " << number << ": " << squares.at(number)
              << ", forked by " << ::getppid() << std::endl;
    return number;
}

asio::awaitable<void> report(process::process child, socket_type& socket) {
    const int code = co_await child.async_wait(asio::use_awaitable);
    asio::write(socket, asio::buffer(std::to_string(code) + '\n'));
}

asio::awaitable<void> serve(asio::io_context& io, socket_type& socket) {
    const std::vector<int> squares = prepare_table();
    std::string request;
    for (;;) {
        auto [closed, length] = co_await asio::async_read_until(
            socket, asio::dynamic_buffer(request), '\n',
            asio::as_tuple(asio::use_awaitable));
        if (closed)
            co_return;
        const int number = std::stoi(request.substr(0, length));
        request.erase(0, length);

        io.notify_fork(asio::io_context::fork_prepare);
        const pid_t pid = ::fork();
        if (pid == 0) {
            io.notify_fork(asio::io_context::fork_child);
            ::_exit(work(number, squares));
        }
        const int error = errno;
        io.notify_fork(asio::io_context::fork_parent);
        if (pid == -1)
            throw std::system_error(error, std::system_category(), "fork");
        asio::co_spawn(io,
                       report(process::process(io.get_executor(), pid), socket),
                       asio::detached);
    }
}

int main(int argc, char* argv[]) {
    asio::io_context io;
    if (argc > 1) {
        // The server's end of the socket is its standard input.
        socket_type socket(io, asio::local::stream_protocol(), STDIN_FILENO);
        asio::co_spawn(io, serve(io, socket), asio::detached);
        // Goes on until the other end is closed and no child is left.
        io.run();
        return 0;
    }

    socket_type socket(io), server_end(io);
    asio::local::connect_pair(socket, server_end);
    // The server must not inherit this end, or it would never see it closed.
    ::fcntl(socket.native_handle(), F_SETFD, FD_CLOEXEC);
    process::process server(io, argv[0], {"serve"},
                            process::process_stdio{server_end, {}, {}});
    server_end.close();

    asio::write(socket, asio::buffer(std::string("3\n4\n5\n")));
    std::string replies;
    for (int i = 0; i < 3; ++i) {
        const auto length =
            asio::read_until(socket, asio::dynamic_buffer(replies), '\n');
        std::cout << "main: child " << std::stoi(replies.substr(0, length))
                  << " has ended" << std::endl;
        replies.erase(0, length);
    }
    socket.close();
    server.wait();
    std::cout << "main: all have ended\n";
}

/* Output:
3| child 3: 9, forked by {{server:\d+}}
3| main: child 3 has ended
4| child 4: 16, forked by {{server:\d+}}
4| main: child 4 has ended
5| child 5: 25, forked by {{server:\d+}}
5| main: child 5 has ended
main: all have ended
*/
