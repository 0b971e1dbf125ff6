// ch10/22_detached.cpp
// A starter leaves its child behind and ends. The child goes on without it,
// until its input ends.
// Python: subprocess.Popen

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <iostream>
#include <string>

namespace asio = boost::asio;
namespace process = boost::process::v2;

int start(const char* program) {
    std::cout << "starter: leaves a child behind" << std::endl;
    asio::io_context io;
    process::process child(io, program, {"go_on"});
    // Without this, the end of this function would be the child's end.
    child.detach();
    return 0;
}

int go_on() {
    for (std::string line; std::getline(std::cin, line);)
        std::cout << "child: heard " << line << std::endl;
    std::cout << "child: heard the end" << std::endl;
    return 0;
}

int main(int argc, char* argv[]) {
    if (argc > 1)
        return argv[1] == std::string("start") ? start(argv[0]) : go_on();

    asio::io_context io;
    asio::writable_pipe input(io);
    asio::readable_pipe output(io);
    // The starter's child inherits both ends.
    process::process starter(io, argv[0], {"start"},
                             process::process_stdio{input, output, {}});
    const int code = starter.wait();

    std::string text;
    asio::read_until(output, asio::dynamic_buffer(text), '\n');
    std::cout << text << "main: the starter returned " << code << '\n';

    text.clear();
    asio::write(input, asio::buffer("main\n", 5));
    asio::read_until(output, asio::dynamic_buffer(text), '\n');
    std::cout << text;

    text.clear();
    input.close();
    boost::system::error_code end;
    asio::read(output, asio::dynamic_buffer(text), end);
    std::cout << text << "main: end of output\n";
}

/* Output:
starter: leaves a child behind
main: the starter returned 0
child: heard main
child: heard the end
main: end of output
*/
