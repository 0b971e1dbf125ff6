// ch03/04_name_and_pid.cpp
// A child knows its own process id; its name, and who its parent is, it knows
// because it was told.
// Python: multiprocessing.current_process, multiprocessing.parent_process,
//   multiprocessing.Process.name, multiprocessing.Process.pid

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <iostream>
#include <string>

namespace asio = boost::asio;
namespace process = boost::process::v2;

int introduce(const std::string& name, const std::string& parent) {
    std::cout << name << ": pid " << process::current_pid() << ", parent "
              << parent << std::endl;
    return 0;
}

int main(int argc, char* argv[]) {
    if (argc > 1)
        return introduce(argv[2], argv[3]);

    const std::string parent = std::to_string(process::current_pid());
    std::cout << "main: pid " << parent << std::endl;

    asio::io_context io;
    for (const std::string name : {"first", "second"}) {
        process::process child(io, argv[0], {"introduce", name, parent});
        child.wait();
        std::cout << "main: " << name << " was pid " << child.id() << std::endl;
    }
}

/* Output:
main: pid {{main:\d+}}
first: pid {{first:\d+}}, parent {{=main}}
main: first was pid {{=first}}
second: pid {{second:\d+}}, parent {{=main}}
main: second was pid {{=second}}
*/
