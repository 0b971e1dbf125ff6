// ch10/05_errors_to_output.cpp
// A child's errors go where its output goes, in the order written; or they go
// nowhere.
// Python: subprocess.STDOUT, subprocess.DEVNULL

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <iostream>
#include <string>

namespace asio = boost::asio;
namespace process = boost::process::v2;

int child() {
    std::cout << "first line" << std::endl;
    std::cerr << "a warning" << std::endl;
    std::cout << "last line" << std::endl;
    return 0;
}

std::string read_all(asio::readable_pipe& pipe) {
    std::string text;
    boost::system::error_code end;
    asio::read(pipe, asio::dynamic_buffer(text), end);
    return text;
}

int main(int argc, char* argv[]) {
    if (argc > 1)
        return child();

    asio::io_context io;
    {
        asio::readable_pipe output(io);
        asio::writable_pipe both(io);
        asio::connect_pipe(output, both);
        process::process process(io, argv[0], {"child"},
                                 process::process_stdio{{}, both, both});
        // The end of a pipe comes when its last writer has closed it.
        both.close();
        std::cout << "together:\n" << read_all(output);
        process.wait();
    }
    {
        asio::readable_pipe output(io);
        process::process process(io, argv[0], {"child"},
                                 process::process_stdio{{}, output, nullptr});
        std::cout << "errors dropped:\n" << read_all(output);
        process.wait();
    }
    process::process process(io, argv[0], {"child"},
                             process::process_stdio{nullptr, nullptr, nullptr});
    std::cout << "all dropped: returned " << process.wait() << '\n';
}

/* Output:
together:
first line
a warning
last line
errors dropped:
first line
last line
all dropped: returned 0
*/
