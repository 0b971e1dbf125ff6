// ch10/07_shell.cpp
// A shell takes its command apart, so a name can become a command. Arguments
// are never taken apart: the same name stays a name.
// Python: subprocess.run
// Platform: posix

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <iostream>
#include <string>

namespace asio = boost::asio;
namespace process = boost::process::v2;

int main() {
    asio::io_context io;
    const std::string name = "Ada; echo and now: anything";

    std::cout << "a shell computes:" << std::endl;
    process::process(io, "/bin/sh", {"-c", "echo $((6 * 7)) | tr 4 5"}).wait();

    std::cout << "the name in a command:" << std::endl;
    process::process(io, "/bin/sh", {"-c", "echo hello " + name}).wait();

    std::cout << "the name as an argument:" << std::endl;
    process::process(io, "/bin/echo", {"hello", name}).wait();

    // What follows the command is $0, $1, ...: the shell puts it in as it is.
    std::cout << "the name as a shell's argument:" << std::endl;
    process::process(io, "/bin/sh", {"-c", "echo hello \"$1\"", "sh", name})
        .wait();
}

/* Output:
a shell computes:
52
the name in a command:
hello Ada
and now: anything
the name as an argument:
hello Ada; echo and now: anything
the name as a shell's argument:
hello Ada; echo and now: anything
*/
