// ch03/09_daemon.cpp
// A process object that goes out of scope ends its child, as Python ends a
// daemon; a detached child goes on until its input ends.
// Python: multiprocessing.Process.daemon

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <iostream>
#include <string>

namespace asio = boost::asio;
namespace process = boost::process::v2;

int work(const std::string& name) {
    std::cout << name << ": at work" << std::endl;
    // The input ends when the parent closes the pipe, or dies of whatever.
    std::cin.get();
    std::cout << name << ": lets go" << std::endl;
    return 0;
}

std::string read_line(asio::readable_pipe& pipe) {
    std::string line;
    asio::read_until(pipe, asio::dynamic_buffer(line), '\n');
    return line;
}

int main(int argc, char* argv[]) {
    if (argc > 1)
        return work(argv[2]);

    asio::io_context io;
    asio::writable_pipe daemon_input(io), input(io);
    asio::readable_pipe daemon_output(io), output(io);
    {
        process::process daemon(
            io, argv[0], {"work", "daemon"},
            process::process_stdio{daemon_input, daemon_output, {}});
        std::cout << read_line(daemon_output);
    }  // Killed and reaped here: it never lets go.
    std::cout << "main: the daemon has ended\n";

    process::process child(io, argv[0], {"work", "detached"},
                           process::process_stdio{input, output, {}});
    // The handle can still wait, but it won't end the child.
    process::process_handle detached = child.detach();
    std::cout << read_line(output);

    input.close();
    std::cout << read_line(output);
    process::native_exit_code_type status = 0;
    detached.wait(status);
    std::cout << "main: the detached child returned "
              << process::evaluate_exit_code(status) << '\n';
}

/* Output:
daemon: at work
main: the daemon has ended
detached: at work
detached: lets go
main: the detached child returned 0
*/
