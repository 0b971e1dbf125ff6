// ch02/12_process_or_thread.cpp
// The same function changes a global, first in a thread, then in a process:
// main sees what the thread did, not what the process did.
// Python: threading.Thread, multiprocessing.Process

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <boost/thread.hpp>
#include <iostream>
#include <string>

namespace asio = boost::asio;
namespace process = boost::process::v2;

std::string message = "nothing yet";

void change(const std::string& who) {
    message = "changed by the " + who;
    // endl, not '\n': a line leaves its process at once and in one write.
    std::cout << who << ": " << message << std::endl;
}

int main(int argc, char* argv[]) {
    // Started with a role, this same program is the child.
    if (argc > 1) {
        change(argv[1]);
        return 0;
    }

    std::cout << "main: " << message << std::endl;

    boost::thread thread(change, "thread");
    thread.join();
    std::cout << "main: " << message << std::endl;

    message = "nothing again";
    asio::io_context io;
    process::process child(io, argv[0], {"process"});
    child.wait();
    std::cout << "main: " << message << '\n';
}

/* Output:
main: nothing yet
thread: changed by the thread
main: changed by the thread
process: changed by the process
main: nothing again
*/
