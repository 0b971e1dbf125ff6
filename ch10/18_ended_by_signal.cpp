// ch10/18_ended_by_signal.cpp
// A child that a signal has ended returned nothing: the status of the wait
// tells a signal's number from a returned one, exit_code() doesn't.
// Python: subprocess.Popen.kill, subprocess.Popen.returncode
// Platform: posix

#include <sys/wait.h>

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <string>

namespace asio = boost::asio;
namespace process = boost::process::v2;

int end(const std::string& how) {
    if (how == "killed")
        std::cin.get();  // Nothing comes; it ends when the parent is gone.
    if (how == "raises")
        std::raise(SIGTERM);
    if (how == "aborts")
        std::abort();
    return 15;
}

int main(int argc, char* argv[]) {
    if (argc > 1)
        return end(argv[2]);

    asio::io_context io;
    for (const std::string how : {"killed", "raises", "aborts", "returns"}) {
        asio::writable_pipe input(io);
        process::process child(io, argv[0], {"end", how},
                               process::process_stdio{input, {}, {}});
        if (how == "killed")
            child.terminate();  // SIGKILL, unlike Python's terminate.

        std::cout << how << ": " << child.wait();
        const int status = child.native_exit_code();
        if (WIFSIGNALED(status))
            std::cout << ", ended by signal " << WTERMSIG(status) << '\n';
        else
            std::cout << ", returned " << WEXITSTATUS(status) << '\n';
    }
}

/* Output:
killed: {{-?}}9, ended by signal 9
raises: {{-?}}15, ended by signal 15
aborts: {{-?}}6, ended by signal 6
returns: 15, returned 15
*/
