// ch10/12_full_pipe.cpp
// A pipe holds little. cat can't write, as nobody reads its output, so it stops
// reading; then main can't write either. Both wait forever.
// Python: subprocess.Popen.stdin
// Expect: deadlock
// Platform: posix

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <iostream>
#include <string>

namespace asio = boost::asio;
namespace process = boost::process::v2;

int main() {
    const std::string text(4'000'000, 'x');

    asio::io_context io;
    asio::writable_pipe input(io);
    asio::readable_pipe output(io);
    process::process cat(io, "/bin/cat", {},
                         process::process_stdio{input, output, {}});

    std::cout << "main: writes all, then reads" << std::endl;
    asio::write(input, asio::buffer(text));
    input.close();

    std::string copy;
    boost::system::error_code end;
    asio::read(output, asio::dynamic_buffer(copy), end);
    std::cout << "main: read " << copy.size() << std::endl;
}

/* Output:
main: writes all, then reads
*/
