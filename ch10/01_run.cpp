// ch10/01_run.cpp
// The program starts another one, waits until it has ended, and gets the number
// that it returned.
// Python: subprocess.run, subprocess.CompletedProcess,
//   subprocess.CompletedProcess.args, subprocess.CompletedProcess.returncode
// Platform: posix

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <iostream>
#include <string>
#include <vector>

namespace asio = boost::asio;
namespace process = boost::process::v2;

struct CompletedProcess {
    std::vector<std::string> args;
    int returncode;
};

CompletedProcess run(const std::vector<std::string>& args) {
    asio::io_context io;
    // The program is a path, taken as it is: PATH is not searched.
    process::process child(
        io, args.front(),
        std::vector<std::string>(args.begin() + 1, args.end()));
    return {args, child.wait()};
}

int main() {
    // endl: the child writes to the same output, but not through this buffer.
    std::cout << "running echo" << std::endl;
    const CompletedProcess echo = run({"/bin/echo", "hello,", "two  spaces"});
    std::cout << "echo returned " << echo.returncode << std::endl;

    const CompletedProcess shell = run({"/bin/sh", "-c", "exit 3"});
    for (const std::string& argument : shell.args)
        std::cout << '[' << argument << "] ";
    std::cout << "returned " << shell.returncode << '\n';
}

/* Output:
running echo
hello, two  spaces
echo returned 0
[/bin/sh] [-c] [exit 3] returned 3
*/
