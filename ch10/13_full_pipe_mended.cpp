// ch10/13_full_pipe_mended.cpp
// The same text and the same cat, with one coroutine that writes and one that
// reads: whichever pipe is full, the other goes on.
// Python: subprocess.Popen.communicate
// Platform: posix

#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/process/v2.hpp>
#include <iostream>
#include <string>

namespace asio = boost::asio;
namespace process = boost::process::v2;
using namespace asio::experimental::awaitable_operators;

asio::awaitable<void> write_all(asio::writable_pipe& input,
                                const std::string& text) {
    co_await asio::async_write(input, asio::buffer(text), asio::use_awaitable);
    input.close();
}

asio::awaitable<std::string> read_all(asio::readable_pipe& output) {
    std::string text;
    // as_tuple: the end of the output is no exception here.
    co_await asio::async_read(output, asio::dynamic_buffer(text),
                              asio::as_tuple(asio::use_awaitable));
    co_return text;
}

asio::awaitable<void> run(asio::io_context& io) {
    const std::string text(4'000'000, 'x');

    asio::writable_pipe input(io);
    asio::readable_pipe output(io);
    process::process cat(io, "/bin/cat", {},
                         process::process_stdio{input, output, {}});

    std::cout << "main: writes and reads" << std::endl;
    const std::string copy =
        co_await (write_all(input, text) && read_all(output));
    std::cout << "main: read " << copy.size() << ", equal: " << (copy == text)
              << '\n';
    std::cout << "cat returned " << co_await cat.async_wait(asio::use_awaitable)
              << '\n';
}

int main() {
    asio::io_context io;
    asio::co_spawn(io, run(io), asio::detached);
    io.run();
}

/* Output:
main: writes and reads
main: read 4000000, equal: 1
cat returned 0
*/
