// ch10/11_conversation.cpp
// Parent and child take turns, a line each: a question goes out, the coroutine
// waits for its answer, and asks on.
// Python: subprocess.Popen, subprocess.Popen.stdin, subprocess.Popen.stdout

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <iostream>
#include <string>

namespace asio = boost::asio;
namespace process = boost::process::v2;

int answer() {
    for (int number = 0; std::cin >> number;)
        // Flushed: output to a pipe is kept back until much of it is there.
        std::cout << number * number << std::endl;
    return 0;
}

asio::awaitable<void> converse(asio::io_context& io, const char* program) {
    // A popen has a pipe to its input and one from its output, and is itself
    // a stream over both.
    process::popen child(io, program, {"answer"});
    std::string received;
    for (const std::string question : {"3", "12"}) {
        const std::string line = question + '\n';
        co_await asio::async_write(child, asio::buffer(line),
                                   asio::use_awaitable);
        std::cout << "main: what is " << question << " squared?\n";

        const std::size_t length = co_await asio::async_read_until(
            child, asio::dynamic_buffer(received), '\n', asio::use_awaitable);
        std::cout << "child: " << received.substr(0, length);
        received.erase(0, length);
    }

    // No more questions: without this the child would wait for one forever.
    child.get_stdin().close();
    const int code = co_await child.async_wait(asio::use_awaitable);
    std::cout << "main: the child returned " << code << '\n';
}

int main(int argc, char* argv[]) {
    if (argc > 1)
        return answer();

    asio::io_context io;
    asio::co_spawn(io, converse(io, argv[0]), asio::detached);
    io.run();
}

/* Output:
main: what is 3 squared?
child: 9
main: what is 12 squared?
child: 144
main: the child returned 0
*/
