// ch03/01_start_process.cpp
// A program starts itself again as a second process; the two run side by side
// until the parent waits for the child.
// Python: multiprocessing.Process, multiprocessing.Process.start,
//   multiprocessing.Process.join, multiprocessing.freeze_support

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <iostream>

namespace asio = boost::asio;
namespace process = boost::process::v2;

int greet() {
    // endl, not '\n': a line leaves its process at once and in one write.
    std::cout << "child: hello" << std::endl;
    std::cout << "child: goodbye" << std::endl;
    return 0;
}

int main(int argc, char* argv[]) {
    // Started with a role, this same program is the child.
    if (argc > 1)
        return greet();

    std::cout << "parent: starts the child" << std::endl;
    asio::io_context io;
    // argv[0] names this program, "greet" is the role: there is no start().
    process::process child(io, argv[0], {"greet"});
    std::cout << "parent: goes on" << std::endl;

    child.wait();
    std::cout << "parent: the child has ended\n";
}

/* Output:
parent: starts the child
p| parent: goes on
c| child: hello
c| child: goodbye
parent: the child has ended
*/
