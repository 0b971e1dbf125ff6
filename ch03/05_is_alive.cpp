// ch03/05_is_alive.cpp
// Asking whether a child runs doesn't wait for it; the question that finds it
// ended also fetches its exit code.
// Python: multiprocessing.Process.is_alive

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <chrono>
#include <iostream>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace asio = boost::asio;
namespace process = boost::process::v2;
using namespace std::chrono_literals;

int wait_for_gate() {
    // Blocks until the parent closes its end of the pipe, or is gone.
    std::cin.get();
    return 0;
}

std::string state(std::optional<process::process>& child) {
    return child && child->running() ? "alive" : "not alive";
}

int main(int argc, char* argv[]) {
    if (argc > 1)
        return wait_for_gate();

    asio::io_context io;
    asio::writable_pipe gate(io);
    // Python's process exists before it starts; a C++ one starts with its life.
    std::optional<process::process> child;
    std::cout << "before: " << state(child) << '\n';

    // The pipe becomes the child's standard input.
    child.emplace(io, argv[0], std::vector<std::string>{"wait_for_gate"},
                  process::process_stdio{gate, {}, {}});
    std::cout << "started: " << state(child) << '\n';

    gate.close();
    while (child->running())
        std::this_thread::sleep_for(1ms);
    std::cout << "ended: exit code " << child->exit_code() << '\n';
}

/* Output:
before: not alive
started: alive
ended: exit code 0
*/
