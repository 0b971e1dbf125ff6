// ch10/10_communicate.cpp
// Text goes in, output and errors come out, all three at the same time: none of
// the pipes can stop another.
// Python: subprocess.Popen.communicate, subprocess.Popen.stderr

#include <algorithm>
#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <cctype>
#include <iostream>
#include <string>
#include <utility>

namespace asio = boost::asio;
namespace process = boost::process::v2;

int shout() {
    int lines = 0;
    for (std::string line; std::getline(std::cin, line); ++lines) {
        std::transform(line.begin(), line.end(), line.begin(),
                       [](unsigned char c) { return std::toupper(c); });
        std::cout << line << '\n';
    }
    std::cerr << lines << " lines\n";
    return 0;
}

struct Pipes {
    explicit Pipes(asio::io_context& io) : input(io), output(io), errors(io) {}

    asio::writable_pipe input;
    asio::readable_pipe output, errors;
};

std::pair<std::string, std::string> communicate(asio::io_context& io,
                                                Pipes& pipes,
                                                const std::string& text) {
    std::string output, errors;
    asio::async_write(pipes.input, asio::buffer(text),
                      [&](auto, auto) { pipes.input.close(); });
    asio::async_read(pipes.output, asio::dynamic_buffer(output),
                     asio::detached);
    asio::async_read(pipes.errors, asio::dynamic_buffer(errors),
                     asio::detached);
    io.run();  // Until all three have come to their end.
    return {output, errors};
}

int main(int argc, char* argv[]) {
    if (argc > 1)
        return shout();

    asio::io_context io;
    Pipes pipes(io);
    process::process child(
        io, argv[0], {"shout"},
        process::process_stdio{pipes.input, pipes.output, pipes.errors});

    const auto [output, errors] = communicate(io, pipes, "hello\ngoodbye\n");
    std::cout << output << "errors: " << errors << "returned " << child.wait()
              << '\n';
}

/* Output:
HELLO
GOODBYE
errors: 2 lines
returned 0
*/
