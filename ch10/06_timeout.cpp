// ch10/06_timeout.cpp
// A child, and a helper that it started, take too long. When the time is up,
// both are killed, and what they had written until then is kept.
// Python: subprocess.TimeoutExpired, subprocess.TimeoutExpired.cmd,
//   subprocess.TimeoutExpired.timeout, subprocess.TimeoutExpired.output,
//   subprocess.TimeoutExpired.stdout, subprocess.TimeoutExpired.stderr
// Platform: posix

#include <unistd.h>

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <iostream>
#include <stdexcept>
#include <string>

namespace asio = boost::asio;
namespace process = boost::process::v2;

struct TimeoutExpired : std::runtime_error {
    using std::runtime_error::runtime_error;

    std::string cmd, output, errors;
    std::chrono::milliseconds timeout{};
};

struct NewGroup {
    // Boost calls it in the child, before that becomes the program.
    template <typename Launcher, typename Path>
    boost::system::error_code on_exec_setup(Launcher&, const Path&,
                                            const char* const*) {
        if (::setpgid(0, 0) == -1)
            return {errno, boost::system::system_category()};
        return {};
    }
};

int work(const char* program, const std::string& role) {
    std::cout << role << ": half done" << std::endl;
    if (role == "leader") {
        asio::io_context io;
        // The helper inherits input, output, errors, and the group.
        return process::process(io, program, {"helper"}).wait();
    }
    std::cerr << "both at work" << std::endl;
    std::cin.get();  // Nothing comes; it ends when the parent is gone.
    return 0;
}

void run(const char* program, std::chrono::milliseconds timeout) {
    asio::io_context io;
    asio::writable_pipe input(io);
    asio::readable_pipe output(io), errors(io);
    process::process child(io, program, {"leader"},
                           process::process_stdio{input, output, errors},
                           NewGroup{});

    // The clock starts here, so that there is output on any machine.
    TimeoutExpired error("timeout expired");
    asio::read_until(errors, asio::dynamic_buffer(error.errors), '\n');

    asio::steady_timer clock(io, timeout);
    bool expired = false;
    clock.async_wait([&](boost::system::error_code cancelled) {
        if (cancelled)
            return;
        expired = true;
        ::kill(-child.id(), SIGKILL);  // Negative: the whole group.
    });
    asio::async_read(output, asio::dynamic_buffer(error.output),
                     [&](auto, auto) { clock.cancel(); });
    asio::async_read(errors, asio::dynamic_buffer(error.errors),
                     asio::detached);
    io.run();  // Until nobody is left who could write to the pipes.
    child.wait();

    error.cmd = "leader";
    error.timeout = timeout;
    if (expired)
        throw error;
}

int main(int argc, char* argv[]) {
    if (argc > 1)
        return work(argv[0], argv[1]);

    try {
        run(argv[0], std::chrono::milliseconds(50));
    } catch (const TimeoutExpired& error) {
        std::cout << error.cmd << ": " << error.what() << " after "
                  << error.timeout.count() << " ms\noutput so far:\n"
                  << error.output << "errors so far:\n"
                  << error.errors;
    }
}

/* Output:
leader: timeout expired after 50 ms
output so far:
leader: half done
helper: half done
errors so far:
both at work
*/
