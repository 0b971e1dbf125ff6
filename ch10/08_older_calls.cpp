// ch10/08_older_calls.cpp
// The older functions are one start of a program with different ends: a number,
// an exception, the output, or number and output.
// Python: subprocess.call, subprocess.check_call, subprocess.check_output,
//   subprocess.getoutput, subprocess.getstatusoutput,
//   subprocess.CalledProcessError.output
// Platform: posix

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <iostream>
#include <stdexcept>
#include <string>
#include <utility>

namespace asio = boost::asio;
namespace process = boost::process::v2;

struct CalledProcessError : std::runtime_error {
    CalledProcessError(int returncode, std::string output)
        : std::runtime_error("exit status " + std::to_string(returncode)),
          output(std::move(output)) {}

    std::string output;
};

std::pair<int, std::string> capture(const std::string& command) {
    asio::io_context io;
    asio::readable_pipe pipe(io);
    process::process child(io, "/bin/sh", {"-c", command},
                           process::process_stdio{{}, pipe, {}});
    std::string output;
    boost::system::error_code end;
    asio::read(pipe, asio::dynamic_buffer(output), end);
    return {child.wait(), output};
}

int call(const std::string& command) {
    asio::io_context io;
    return process::execute(process::process(io, "/bin/sh", {"-c", command}));
}

void check_call(const std::string& command) {
    if (const int returncode = call(command); returncode != 0)
        throw CalledProcessError(returncode, "");
}

std::string check_output(const std::string& command) {
    auto [returncode, output] = capture(command);
    if (returncode != 0)
        throw CalledProcessError(returncode, output);
    return output;
}

std::pair<int, std::string> getstatusoutput(const std::string& command) {
    auto [returncode, output] = capture("{ " + command + "; } 2>&1");
    if (output.ends_with('\n'))
        output.pop_back();
    return {returncode, output};
}

int main() {
    std::cout << "call: " << call("exit 3") << '\n';
    try {
        check_call("exit 4");
    } catch (const CalledProcessError& error) {
        std::cout << "check_call: " << error.what() << '\n';
    }

    std::cout << "check_output: " << check_output("echo all of it");
    try {
        check_output("echo a part; exit 5");
    } catch (const CalledProcessError& error) {
        std::cout << "check_output: " << error.what() << ", " << error.output;
    }

    // Of getstatusoutput, getoutput is the second half.
    const auto [status, output] = getstatusoutput("echo wrong >&2; exit 6");
    std::cout << "getstatusoutput: " << status << ", " << output << '\n'
              << "getoutput: " << getstatusoutput("echo right").second << '\n';
}

/* Output:
call: 3
check_call: exit status 4
check_output: all of it
check_output: exit status 5, a part
getstatusoutput: 6, wrong
getoutput: right
*/
