// ch03/11_many_processes.cpp
// Three children run at the same time; none can end before the parent, which
// has started them all, opens their gates.
// Python: multiprocessing.Process.start, multiprocessing.Process.join

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <iostream>
#include <list>
#include <string>

namespace asio = boost::asio;
namespace process = boost::process::v2;

int work(const std::string& number) {
    std::cout << "worker " << number << ": begins" << std::endl;
    std::cin.get();
    std::cout << "worker " << number << ": ends" << std::endl;
    return 0;
}

struct Worker {
    Worker(asio::io_context& io, const char* program, int number)
        : gate(io),
          child(io, program, {"work", std::to_string(number)},
                process::process_stdio{gate, {}, {}}) {}

    asio::writable_pipe gate;
    process::process child;
};

int main(int argc, char* argv[]) {
    if (argc > 1)
        return work(argv[2]);

    asio::io_context io;
    std::list<Worker> workers;
    for (int number = 1; number <= 3; ++number)
        workers.emplace_back(io, argv[0], number);
    std::cout << "main: all three run" << std::endl;

    for (Worker& worker : workers)
        worker.gate.close();
    for (Worker& worker : workers)
        worker.child.wait();
    std::cout << "main: all three have ended\n";
}

/* Output:
1| worker 1: begins
2| worker 2: begins
3| worker 3: begins
gate1,gate2,gate3| main: all three run
1,gate1| worker 1: ends
2,gate2| worker 2: ends
3,gate3| worker 3: ends
main: all three have ended
*/
