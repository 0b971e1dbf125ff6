// ch12/50_subprocess.cpp
// A coroutine talks to a child through its three pipes and awaits its end.
// Three more children wait at the same time, and a signal each ends them.
// Python: asyncio.create_subprocess_exec, asyncio.subprocess.PIPE,
//   asyncio.subprocess.Process, asyncio.subprocess.Process.kill,
//   asyncio.subprocess.Process.pid, asyncio.subprocess.Process.returncode,
//   asyncio.subprocess.Process.send_signal,
//   asyncio.subprocess.Process.stderr, asyncio.subprocess.Process.stdin,
//   asyncio.subprocess.Process.stdout,
//   asyncio.subprocess.Process.terminate, asyncio.subprocess.Process.wait
// Platform: posix

#include <sys/wait.h>

#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/process/v2.hpp>
#include <csignal>
#include <exception>
#include <iostream>
#include <string>

namespace asio = boost::asio;
namespace process = boost::process::v2;
using namespace asio::experimental::awaitable_operators;

int child(const std::string& role) {
    int lines = 0;
    for (std::string line; std::getline(std::cin, line); ++lines)
        std::cout << role << " got " << line << '\n';
    std::cerr << lines << " lines\n";
    return lines;
}

asio::awaitable<void> write_all(asio::writable_pipe& pipe, std::string text) {
    co_await asio::async_write(pipe, asio::buffer(text), asio::use_awaitable);
    pipe.close();
}

asio::awaitable<std::string> read_all(asio::readable_pipe& pipe) {
    std::string text;
    co_await asio::async_read(pipe, asio::dynamic_buffer(text),
                              asio::as_tuple(asio::use_awaitable));
    co_return text;
}

asio::awaitable<void> communicate(asio::io_context& loop, const char* program) {
    asio::writable_pipe input(loop);
    asio::readable_pipe output(loop), errors(loop);
    process::process reader(loop, program, {"reader"},
                            process::process_stdio{input, output, errors});
    std::cout << "process " << reader.id() << '\n';
    // All at the same time: no full pipe can stop the others.
    const auto [out, err] = co_await (write_all(input, "one\ntwo\n") &&
                                      read_all(output) && read_all(errors));
    const int code = co_await reader.async_wait(asio::use_awaitable);
    std::cout << "output: " << out << "errors: " << err << "returned " << code
              << '\n';
}

asio::awaitable<void> end_by_signal(asio::io_context& loop, const char* program,
                                    int number) {
    asio::writable_pipe input(loop);
    process::process sleeper(loop, program, {"sleeper"},
                             process::process_stdio{input, {}, {}});
    if (number == SIGKILL)
        sleeper.terminate();  // The hard way, unlike Python's terminate().
    else if (number == SIGTERM)
        sleeper.request_exit();
    else
        ::kill(sleeper.id(), number);
    co_await sleeper.async_wait(asio::use_awaitable);
    std::cout << "ended by signal " << WTERMSIG(sleeper.native_exit_code())
              << '\n';
}

asio::awaitable<void> run(asio::io_context& loop, const char* program) {
    co_await communicate(loop, program);
    co_await (end_by_signal(loop, program, SIGALRM) &&
              end_by_signal(loop, program, SIGTERM) &&
              end_by_signal(loop, program, SIGKILL));
}

int main(int argc, char* argv[]) {
    if (argc > 1)
        return child(argv[1]);

    asio::io_context loop;
    asio::co_spawn(loop, run(loop, argv[0]), [](std::exception_ptr error) {
        if (error)
            std::rethrow_exception(error);
    });
    loop.run();
}

/* Output:
process {{\d+}}
output: reader got one
reader got two
errors: 2 lines
returned 2
*| ended by signal 14
*| ended by signal 15
*| ended by signal 9
*/
