// ch03/12_first_to_finish.cpp
// The parent waits for whichever child ends first. The hare is let go alone,
// so it is the first on any machine.
// Python: multiprocessing.connection.wait, multiprocessing.Process.sentinel

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <iostream>
#include <list>
#include <string>

namespace asio = boost::asio;
namespace process = boost::process::v2;

int run(const std::string& name) {
    std::cin.get();
    std::cout << name << ": finishes" << std::endl;
    return 0;
}

struct Runner {
    Runner(asio::io_context& io, const char* program, const std::string& name)
        : name(name),
          gate(io),
          child(io, program, {"run", name},
                process::process_stdio{gate, {}, {}}) {}

    std::string name;
    asio::writable_pipe gate;
    process::process child;
};

int main(int argc, char* argv[]) {
    if (argc > 1)
        return run(argv[2]);

    asio::io_context io;
    std::list<Runner> runners;
    std::string first;
    for (const std::string name : {"tortoise", "hare", "snail"}) {
        // A pending wait refers to its process, which must not move: a list.
        Runner& runner = runners.emplace_back(io, argv[0], name);
        runner.child.async_wait([&first, name](boost::system::error_code, int) {
            if (first.empty())
                first = name;
        });
    }

    for (Runner& runner : runners)
        if (runner.name == "hare")
            runner.gate.close();
    while (first.empty())
        io.run_one();
    std::cout << "main: the " << first << " is first" << std::endl;

    for (Runner& runner : runners)
        runner.gate.close();
    io.run();
    std::cout << "main: all have finished\n";
}

/* Output:
hare: finishes
main: the hare is first
t| tortoise: finishes
s| snail: finishes
main: all have finished
*/
