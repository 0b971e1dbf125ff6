// ch03/15_nothing_shared.cpp
// A global belongs to its process: the child starts with the value that the
// program text gives it, and what it does to it the parent never sees.
// Python: multiprocessing.get_context

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <iostream>

namespace asio = boost::asio;
namespace process = boost::process::v2;

int counter = 0;

int increment() {
    std::cout << "child: finds " << counter << std::endl;
    ++counter;
    std::cout << "child: leaves " << counter << std::endl;
    return 0;
}

int main(int argc, char* argv[]) {
    if (argc > 1)
        return increment();

    counter = 10;
    std::cout << "parent: sets " << counter << std::endl;

    asio::io_context io;
    process::process child(io, argv[0], {"increment"});
    child.wait();
    std::cout << "parent: still has " << counter << '\n';
}

/* Output:
parent: sets 10
child: finds 0
child: leaves 1
parent: still has 10
*/
