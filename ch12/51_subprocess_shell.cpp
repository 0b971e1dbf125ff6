// ch12/51_subprocess_shell.cpp
// Three command lines run in shells at the same time. What they write, to
// output or errors, comes through one pipe; there is nothing for them to read.
// Python: asyncio.create_subprocess_shell, asyncio.subprocess.DEVNULL,
//   asyncio.subprocess.Process.communicate, asyncio.subprocess.STDOUT
// Platform: posix

#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/process/v2.hpp>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

namespace asio = boost::asio;
namespace process = boost::process::v2;
using namespace asio::experimental::awaitable_operators;

asio::awaitable<std::string> shell(asio::io_context& loop, std::string command,
                                   std::string argument) {
    asio::readable_pipe output(loop);
    asio::writable_pipe both(loop);
    asio::connect_pipe(output, both);
    // What follows the command is $0, $1, ...: it is not taken apart.
    const std::vector<std::string> args{"-c", command, "sh", argument};
    process::process child(loop, "/bin/sh", args,
                           process::process_stdio{nullptr, both, both});
    both.close();

    std::string text;
    co_await asio::async_read(output, asio::dynamic_buffer(text),
                              asio::as_tuple(asio::use_awaitable));
    const int code = co_await child.async_wait(asio::use_awaitable);
    co_return text + "returned " + std::to_string(code) + '\n';
}

asio::awaitable<void> run(asio::io_context& loop) {
    const auto [pipeline, mixed, quoted] = co_await (
        shell(loop, "echo one two | tr a-z A-Z; exit 3", "") &&
        shell(loop, "echo output; cat; echo an error >&2", "") &&
        shell(loop, "echo hello \"$1\"", "Ada; echo and now: anything"));
    std::cout << pipeline << mixed << quoted;
}

int main() {
    asio::io_context loop;
    asio::co_spawn(loop, run(loop), [](std::exception_ptr error) {
        if (error)
            std::rethrow_exception(error);
    });
    loop.run();
}

/* Output:
ONE TWO
returned 3
output
an error
returned 0
hello Ada; echo and now: anything
returned 0
*/
