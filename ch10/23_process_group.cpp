// ch10/23_process_group.cpp
// A leader and its two helpers are a group of their own: one signal ends them
// all, and not the parent.
// Python: subprocess.Popen
// Platform: posix

#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <cerrno>
#include <csignal>
#include <iostream>
#include <string>

namespace asio = boost::asio;
namespace process = boost::process::v2;

// Boost calls it in the child, before that becomes the program.
struct NewGroup {
    template <typename Launcher, typename Path>
    boost::system::error_code on_exec_setup(Launcher&, const Path&,
                                            const char* const*) {
        if (::setpgid(0, 0) == -1)
            return {errno, boost::system::system_category()};
        return {};
    }
};

int lead(const char* program) {
    asio::io_context io;
    process::process a(io, program, {"help", "a"});
    process::process b(io, program, {"help", "b"});
    a.wait();
    b.wait();
    return 0;
}

int help(const std::string& name) {
    std::cout << "helper " << name << ": at work" << std::endl;
    std::cin.get();  // Nothing comes; it ends when the parent is gone.
    return 0;
}

int main(int argc, char* argv[]) {
    if (argc > 1)
        return argv[1] == std::string("lead") ? lead(argv[0]) : help(argv[2]);

    asio::io_context io;
    asio::writable_pipe input(io);
    asio::readable_pipe output(io);
    process::process leader(io, argv[0], {"lead"},
                            process::process_stdio{input, output, {}},
                            NewGroup{});
    std::string text;
    for (int helper = 0; helper < 2; ++helper) {
        const std::size_t length =
            asio::read_until(output, asio::dynamic_buffer(text), '\n');
        std::cout << text.substr(0, length);
        text.erase(0, length);
    }

    // The group has its leader's number; negative, it stands for all members.
    ::kill(-leader.id(), SIGTERM);
    // The output ends when the last of the three has.
    boost::system::error_code end;
    asio::read(output, asio::dynamic_buffer(text), end);
    leader.wait();
    std::cout << "main: all have ended, the leader by signal "
              << WTERMSIG(leader.native_exit_code()) << '\n';
}

/* Output:
a| helper a: at work
b| helper b: at work
main: all have ended, the leader by signal 15
*/
