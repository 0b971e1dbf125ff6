// ch03/16_fork_and_spawn.cpp
// A forked child is a copy of its parent in mid-run, values included; a spawned
// one begins anew, with main.
// Python: multiprocessing.get_context, multiprocessing.get_start_method
// Platform: posix

#include <unistd.h>
#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <cerrno>
#include <iostream>
#include <string>
#include <system_error>

namespace asio = boost::asio;
namespace process = boost::process::v2;

int counter = 0;

// noexcept: an exception would take a forked child back into the parent's code.
int increment(const std::string& method) noexcept {
    std::cout << method << ": finds " << counter << std::endl;
    ++counter;
    return 0;
}

process::process fork_child(asio::io_context& io) {
    // The loop's own descriptors must not be shared by two processes.
    io.notify_fork(asio::io_context::fork_prepare);
    const pid_t pid = ::fork();
    if (pid == 0) {
        io.notify_fork(asio::io_context::fork_child);
        // _exit: what is to be cleaned up belongs to the parent.
        ::_exit(increment("fork"));
    }
    const int error = errno;
    io.notify_fork(asio::io_context::fork_parent);
    if (pid == -1)
        throw std::system_error(error, std::system_category(), "fork");
    return process::process(io.get_executor(), pid);
}

int main(int argc, char* argv[]) {
    if (argc > 1)
        return increment("spawn");

    counter = 10;
    // Flushed: a forked child would inherit the line and print it once more.
    std::cout << "parent: sets " << counter << std::endl;

    asio::io_context io;
    fork_child(io).wait();
    process::process(io, argv[0], {"increment"}).wait();
    std::cout << "parent: still has " << counter << '\n';
}

/* Output:
parent: sets 10
fork: finds 10
spawn: finds 0
parent: still has 10
*/
