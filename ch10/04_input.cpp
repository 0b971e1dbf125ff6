// ch10/04_input.cpp
// sort gets its lines from a string, through a pipe. It begins to write when
// the pipe is closed: that is the end of its input.
// Python: subprocess.run, subprocess.PIPE
// Platform: posix

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <iostream>
#include <string>

namespace asio = boost::asio;
namespace process = boost::process::v2;

int main() {
    const std::string fruit = "pear\napple\nfig\n";

    asio::io_context io;
    asio::writable_pipe input(io);
    asio::readable_pipe output(io);
    process::process sort(io, "/usr/bin/sort", {},
                          process::process_stdio{input, output, {}});

    // One after the other is safe only because sort reads everything first.
    asio::write(input, asio::buffer(fruit));
    input.close();

    std::string sorted;
    boost::system::error_code end;
    asio::read(output, asio::dynamic_buffer(sorted), end);
    std::cout << sorted << "then: " << end.message() << '\n';
    std::cout << "sort returned " << sort.wait() << '\n';
}

/* Output:
apple
fig
pear
then: End of file
sort returned 0
*/
