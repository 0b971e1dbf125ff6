// ch10/17_signals.cpp
// The parent sends signals. The child says which it got, and ends on the one
// that asks it to.
// Python: subprocess.Popen.send_signal, subprocess.Popen.terminate
// Platform: posix

#include <unistd.h>

#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/process/v2.hpp>
#include <csignal>
#include <iostream>
#include <string>

namespace asio = boost::asio;
namespace process = boost::process::v2;
using namespace asio::experimental::awaitable_operators;

asio::awaitable<void> heed(asio::signal_set& signals) {
    for (int number = 0; number != SIGTERM;) {
        number = co_await signals.async_wait(asio::use_awaitable);
        std::cout << "child: got "
                  << (number == SIGUSR1  ? "SIGUSR1"
                      : number == SIGINT ? "SIGINT"
                                         : "SIGTERM")
                  << std::endl;
    }
}

asio::awaitable<void> until_parent_ends(asio::readable_pipe& input) {
    char byte = 0;
    co_await input.async_read_some(asio::buffer(&byte, 1),
                                   asio::as_tuple(asio::use_awaitable));
}

int child() {
    asio::io_context io;
    asio::signal_set signals(io, SIGUSR1, SIGINT, SIGTERM);
    asio::readable_pipe input(io, ::dup(STDIN_FILENO));
    std::cout << "child: ready" << std::endl;
    asio::co_spawn(io, heed(signals) || until_parent_ends(input),
                   asio::detached);
    io.run();
    return 0;
}

std::string read_line(asio::readable_pipe& pipe) {
    std::string line;
    asio::read_until(pipe, asio::dynamic_buffer(line), '\n');
    return line;
}

int main(int argc, char* argv[]) {
    if (argc > 1)
        return child();

    asio::io_context io;
    asio::writable_pipe input(io);
    asio::readable_pipe output(io);
    process::process process(io, argv[0], {"child"},
                             process::process_stdio{input, output, {}});
    std::cout << read_line(output);

    ::kill(process.id(), SIGUSR1);  // Any signal is sent like this.
    std::cout << read_line(output);
    process.interrupt();  // SIGINT
    std::cout << read_line(output);
    process.request_exit();  // SIGTERM
    std::cout << read_line(output);
    std::cout << "main: the child returned " << process.wait() << '\n';
}

/* Output:
child: ready
child: got SIGUSR1
child: got SIGINT
child: got SIGTERM
main: the child returned 0
*/
