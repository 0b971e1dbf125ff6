// ch10/14_non_blocking_read.cpp
// While one coroutine waits for the child's next line, another one works on: a
// read that finds nothing suspends its coroutine, not the thread.
// Python: subprocess.Popen.stdout

#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/process/v2.hpp>
#include <chrono>
#include <iostream>
#include <string>

namespace asio = boost::asio;
namespace process = boost::process::v2;
using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;

int child() {
    std::cout << "child: waits for its cue" << std::endl;
    std::cin.get();
    std::cout << "child: has it" << std::endl;
    return 0;
}

asio::awaitable<void> listen(asio::readable_pipe& output) {
    std::string received;
    for (;;) {
        auto [ended, length] = co_await asio::async_read_until(
            output, asio::dynamic_buffer(received), '\n',
            asio::as_tuple(asio::use_awaitable));
        if (ended)
            break;
        std::cout << received.substr(0, length);
        received.erase(0, length);
    }
    std::cout << "main: no more output\n";
}

asio::awaitable<void> work(asio::writable_pipe& input) {
    asio::steady_timer pause(input.get_executor());
    for (int step = 1; step <= 3; ++step) {
        pause.expires_after(10ms);
        co_await pause.async_wait(asio::use_awaitable);
        std::cout << "main: step " << step << '\n';
    }
    input.close();
}

int main(int argc, char* argv[]) {
    if (argc > 1)
        return child();

    asio::io_context io;
    asio::writable_pipe input(io);
    asio::readable_pipe output(io);
    process::process process(io, argv[0], {"child"},
                             process::process_stdio{input, output, {}});
    asio::co_spawn(io, listen(output) && work(input), asio::detached);
    io.run();
    std::cout << "main: the child returned " << process.wait() << '\n';
}

/* Output:
c| child: waits for its cue
m| main: step 1
m| main: step 2
m| main: step 3
child: has it
main: no more output
main: the child returned 0
*/
