// ch03/08_join_timeout.cpp
// The parent waits for its child for a limited time, finds that it still runs,
// and waits again without a limit.
// Python: multiprocessing.Process.join, multiprocessing.Process.exitcode

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <chrono>
#include <iostream>
#include <optional>

namespace asio = boost::asio;
namespace process = boost::process::v2;
using namespace std::chrono_literals;

int wait_for_gate() {
    std::cin.get();
    return 5;
}

int main(int argc, char* argv[]) {
    if (argc > 1)
        return wait_for_gate();

    asio::io_context io;
    asio::writable_pipe gate(io);
    process::process child(io, argv[0], {"wait_for_gate"},
                           process::process_stdio{gate, {}, {}});

    // wait() knows no timeout; the event loop does.
    std::optional<int> exit_code;
    child.async_wait([&](boost::system::error_code error, int code) {
        if (!error)
            exit_code = code;
    });

    io.run_for(20ms);
    std::cout << (exit_code ? "ended" : "still running") << '\n';

    gate.close();
    io.run();
    std::cout << "exit code " << exit_code.value() << '\n';
}

/* Output:
still running
exit code 5
*/
