// ch10/09_popen.cpp
// The parent goes on while its child works. It may ask whether the child still
// runs, or wait for its end.
// Python: subprocess.Popen, subprocess.Popen.args, subprocess.Popen.pid,
//   subprocess.Popen.poll, subprocess.Popen.wait, subprocess.Popen.returncode

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

namespace asio = boost::asio;
namespace process = boost::process::v2;

int work(const std::string& code) {
    std::cin.get();  // Until the parent closes the pipe.
    std::cout << "child: ends as process " << process::current_pid()
              << std::endl;
    return std::stoi(code);
}

const char* poll(process::process& child) {
    return child.running() ? "runs" : "has ended";
}

int main(int argc, char* argv[]) {
    if (argc > 1)
        return work(argv[2]);

    asio::io_context io;
    for (const std::string code : {"7", "8"}) {
        asio::writable_pipe input(io);
        // The process won't tell its arguments later: they are kept here.
        const std::vector<std::string> args{"work", code};
        process::process child(io, argv[0], args,
                               process::process_stdio{input, {}, {}});
        std::cout << "main: process " << child.id() << " with " << args.back()
                  << ' ' << poll(child) << std::endl;

        input.close();
        if (code == "7")
            child.wait();
        else
            while (child.running())
                std::this_thread::sleep_for(std::chrono::milliseconds(10));
        // Kept from the wait, or the poll, that found the child's end.
        std::cout << "main: exit code " << child.exit_code() << std::endl;
    }
}

/* Output:
main: process {{first:\d+}} with 7 runs
child: ends as process {{=first}}
main: exit code 7
main: process {{second:\d+}} with 8 runs
child: ends as process {{=second}}
main: exit code 8
*/
