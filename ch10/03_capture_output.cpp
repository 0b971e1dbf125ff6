// ch10/03_capture_output.cpp
// A child's output and errors arrive in two strings; which line came first
// across the two is lost.
// Python: subprocess.PIPE, subprocess.CompletedProcess.stdout,
//   subprocess.CompletedProcess.stderr

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <iostream>
#include <string>

namespace asio = boost::asio;
namespace process = boost::process::v2;

int child() {
    std::cout << "first line" << std::endl;
    std::cerr << "a warning" << std::endl;
    std::cout << "last line" << std::endl;
    return 0;
}

int main(int argc, char* argv[]) {
    if (argc > 1)
        return child();

    asio::io_context io;
    asio::readable_pipe output_pipe(io), error_pipe(io);
    // In the order input, output, errors; {} is inherited.
    process::process process(
        io, argv[0], {"child"},
        process::process_stdio{{}, output_pipe, error_pipe});

    // Both are read as they fill: whichever was left waiting could stop the
    // child.
    std::string output, errors;
    asio::async_read(output_pipe, asio::dynamic_buffer(output), asio::detached);
    asio::async_read(error_pipe, asio::dynamic_buffer(errors), asio::detached);
    io.run();

    std::cout << "returned " << process.wait() << '\n'
              << "output:\n"
              << output << "errors:\n"
              << errors;
}

/* Output:
returned 0
output:
first line
last line
errors:
a warning
*/
