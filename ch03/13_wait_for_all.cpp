// ch03/13_wait_for_all.cpp
// One run() waits for every child, takes each as it ends, and returns when
// there is none left; the exit codes stand in the order of the starts.
// Python: multiprocessing.Process.join, multiprocessing.Process.exitcode

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <iostream>
#include <list>
#include <string>
#include <vector>

namespace asio = boost::asio;
namespace process = boost::process::v2;

int work(int number) {
    std::cout << "worker " << number << ": ends" << std::endl;
    return 10 * number;
}

int main(int argc, char* argv[]) {
    if (argc > 1)
        return work(std::stoi(argv[2]));

    asio::io_context io;
    std::list<process::process> children;
    for (int number = 1; number <= 3; ++number) {
        process::process& child = children.emplace_back(
            io, argv[0],
            std::vector<std::string>{"work", std::to_string(number)});
        child.async_wait([number](boost::system::error_code error, int code) {
            if (!error)
                std::cout << "main: worker " << number << " returned " << code
                          << std::endl;
        });
    }

    io.run();
    std::cout << "main: all returned";
    for (const process::process& child : children)
        std::cout << ' ' << child.exit_code();
    std::cout << '\n';
}

/* Output:
1| worker 1: ends
1| main: worker 1 returned 10
2| worker 2: ends
2| main: worker 2 returned 20
3| worker 3: ends
3| main: worker 3 returned 30
main: all returned 10 20 30
*/
