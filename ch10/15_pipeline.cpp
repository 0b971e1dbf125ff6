// ch10/15_pipeline.cpp
// What tr writes, sort reads: one pipe joins the two programs, and nothing of
// it passes through main, which feeds the first and reads the last.
// Python: subprocess.Popen.stdin, subprocess.Popen.stdout, subprocess.PIPE
// Platform: posix

#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/process/v2.hpp>
#include <iostream>
#include <string>

namespace asio = boost::asio;
namespace process = boost::process::v2;
using namespace asio::experimental::awaitable_operators;

asio::awaitable<void> feed(asio::writable_pipe& input,
                           const std::string& text) {
    co_await asio::async_write(input, asio::buffer(text), asio::use_awaitable);
    input.close();
}

asio::awaitable<std::string> collect(asio::readable_pipe& output) {
    std::string text;
    co_await asio::async_read(output, asio::dynamic_buffer(text),
                              asio::as_tuple(asio::use_awaitable));
    co_return text;
}

asio::awaitable<void> run(asio::io_context& io) {
    asio::writable_pipe input(io), joint(io);
    asio::readable_pipe output(io);
    // The last one first: its start makes the pipe that the one before it
    // writes to.
    process::process sort(io, "/usr/bin/sort", {"-r"},
                          process::process_stdio{joint, output, {}});
    process::process tr(io, "/usr/bin/tr", {"A-Z", "a-z"},
                        process::process_stdio{input, joint, {}});
    // As long as main could write to it, sort's input would not end.
    joint.close();

    const std::string fruit = "Fig\nPEAR\napple\n";
    std::cout << co_await (feed(input, fruit) && collect(output));

    const auto [tr_code, sort_code] =
        co_await (tr.async_wait(asio::use_awaitable) &&
                  sort.async_wait(asio::use_awaitable));
    std::cout << "tr returned " << tr_code << ", sort returned " << sort_code
              << '\n';
}

int main() {
    asio::io_context io;
    asio::co_spawn(io, run(io), asio::detached);
    io.run();
}

/* Output:
pear
fig
apple
tr returned 0, sort returned 0
*/
