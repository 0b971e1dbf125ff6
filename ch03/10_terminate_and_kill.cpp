// ch03/10_terminate_and_kill.cpp
// Asked to exit, one child cleans up, one dies of the signal, one takes no
// notice; that one is made to.
// Python: multiprocessing.Process.terminate, multiprocessing.Process.kill,
//   multiprocessing.Process.exitcode
// Platform: posix

#include <sys/wait.h>
#include <unistd.h>
#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <csignal>
#include <cstddef>
#include <iostream>
#include <string>

namespace asio = boost::asio;
namespace process = boost::process::v2;

int run_child(const std::string& name) {
    asio::io_context io;
    asio::signal_set asked(io);
    if (name != "plain") {
        asked.add(SIGTERM);
        asked.async_wait([&](boost::system::error_code, int) {
            if (name == "stubborn") {
                std::cout << "stubborn: takes no notice" << std::endl;
            } else {
                std::cout << "polite: cleans up" << std::endl;
                io.stop();
            }
        });
    }
    // Nobody writes to this input: the read ends only when the parent is gone.
    asio::readable_pipe input(io, ::dup(STDIN_FILENO));
    char byte = 0;
    input.async_read_some(
        asio::buffer(&byte, 1),
        [&](boost::system::error_code, std::size_t) { io.stop(); });

    std::cout << name << ": ready" << std::endl;
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
        return run_child(argv[2]);

    for (const std::string name : {"polite", "plain", "stubborn"}) {
        asio::io_context io;
        asio::writable_pipe input(io);
        asio::readable_pipe output(io);
        process::process child(io, argv[0], {"run_child", name},
                               process::process_stdio{input, output, {}});
        std::cout << read_line(output);

        child.request_exit();  // SIGTERM
        if (name != "plain")
            std::cout << read_line(output);
        if (name == "stubborn")
            child.terminate();  // SIGKILL
        // Some versions of Boost reap in terminate(): no child is left then.
        boost::system::error_code ignored;
        child.wait(ignored);

        const int status = child.native_exit_code();
        if (WIFSIGNALED(status))
            std::cout << name << ": ended by signal " << WTERMSIG(status)
                      << '\n';
        else
            std::cout << name << ": exit code " << child.exit_code() << '\n';
    }
}

/* Output:
polite: ready
polite: cleans up
polite: exit code 0
plain: ready
plain: ended by signal 15
stubborn: ready
stubborn: takes no notice
stubborn: ended by signal 9
*/
