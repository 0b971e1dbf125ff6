// ch03/07_exception_in_child.cpp
// An exception doesn't cross to another process: the child prints it to stderr
// and ends with an exit code, and that is all the parent gets.
// Python: multiprocessing.Process.exitcode
// Exit: 1

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

namespace asio = boost::asio;
namespace process = boost::process::v2;

void print_item(const std::string& index) {
    const std::vector<int> items = {10, 20, 30};
    if (std::stoul(index) >= items.size())
        throw std::out_of_range("no item " + index);
    std::cout << "child: item " << items.at(std::stoul(index)) << std::endl;
}

int main(int argc, char* argv[]) {
    if (argc > 1) {
        // Uncaught, it would end in abort(): no exit code, but a signal.
        try {
            print_item(argv[2]);
            return EXIT_SUCCESS;
        } catch (const std::exception& error) {
            std::cerr << std::string("child: ") + error.what() + '\n';
            return EXIT_FAILURE;
        }
    }

    asio::io_context io;
    int failures = 0;
    for (const std::string index : {"1", "7"}) {
        process::process child(io, argv[0], {"print_item", index});
        const int exit_code = child.wait();
        std::cout << "parent: exit code " << exit_code << std::endl;
        failures += exit_code != EXIT_SUCCESS;
    }
    return failures;
}

/* Output:
child: item 20
parent: exit code 0
parent: exit code 1
*/
/* Errors:
child: no item 7
*/
