// ch01/15_main_and_reexecution.cpp
// A program starts itself again; a role among its arguments tells the child
// what to do, as target= and args= tell a Process.
// Python: __main__, multiprocessing.Process

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <iostream>
#include <string>

namespace asio = boost::asio;
namespace process = boost::process::v2;

int child(const std::string& name) {
    std::cout << "child: my name is " << name << '\n';
    return static_cast<int>(name.size());
}

int main(int argc, char* argv[]) {
    // The child runs main from the beginning too. It has to turn off here,
    // before the part that would start a child of its own.
    if (argc == 3 && argv[1] == std::string("child"))
        return child(argv[2]);

    // Both write to the same place, but each has a buffer of its own: what
    // the parent doesn't flush now can come out after the child's line.
    std::cout << "parent: starting a child\n" << std::flush;

    // argv[0] is this program, by the path that it was started with.
    asio::io_context io;
    process::process p(io, argv[0], {"child", "Ada"});
    const int exit_code = p.wait();
    std::cout << "parent: the child ended with " << exit_code << '\n';
}

/* Output:
parent: starting a child
child: my name is Ada
parent: the child ended with 3
*/
