// ch07/28_pi_pipe.cpp
// Four processes sum the Leibniz series; each gets its quarter through a pipe
// and answers through another.
// Python: multiprocessing.Pipe, multiprocessing.connection.Connection.recv,
//   multiprocessing.connection.Connection.send

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <cstdlib>
#include <iomanip>
#include <iostream>
#include <limits>
#include <list>
#include <sstream>
#include <stdexcept>
#include <string>

namespace asio = boost::asio;
namespace process = boost::process::v2;

constexpr int workers = 4;
constexpr int terms = 1'000'000 / workers;

int work() {
    // A parent that is gone before it has asked is the end of the input.
    int first = 0, last = 0;
    if (!(std::cin >> first >> last) || first < 0 || last < first)
        return EXIT_FAILURE;

    double sum = 0;
    for (int k = first; k < last; ++k)
        sum += (k % 2 == 0 ? 4.0 : -4.0) / (2.0 * k + 1.0);
    // All digits: read back, the text is the same double again.
    std::cout << std::setprecision(std::numeric_limits<double>::max_digits10)
              << last - first << ' ' << sum << std::endl;
    return EXIT_SUCCESS;
}

struct Worker {
    Worker(asio::io_context& io, const char* program)
        : input(io),
          output(io),
          running(io, program, {"work"},
                  process::process_stdio{input, output, {}}) {}

    asio::writable_pipe input;
    asio::readable_pipe output;
    process::process running;  // its destructor ends it, should it still run
};

int main(int argc, char* argv[]) try {
    if (argc > 1)
        return work();

    asio::io_context io;
    std::list<Worker> started;
    for (int number = 0; number < workers; ++number) {
        Worker& worker = started.emplace_back(io, argv[0]);
        asio::write(worker.input,
                    asio::buffer(std::to_string(number * terms) + ' ' +
                                 std::to_string((number + 1) * terms) + '\n'));
    }

    double pi = 0;
    int number = 0;
    for (Worker& worker : started) {
        // Throws if the worker dies, and if it sends more without a line's end.
        std::string line;
        asio::read_until(worker.output, asio::dynamic_buffer(line, 64), '\n');
        int summed = 0;
        double sum = 0;
        if (!(std::istringstream(line) >> summed >> sum) || summed != terms)
            throw std::runtime_error("a worker has sent no sum");
        worker.running.wait();
        pi += sum;
        std::cout << "worker " << number++ << ": " << summed << " terms\n";
    }
    std::cout << "pi = " << std::fixed << std::setprecision(5) << pi << '\n';
} catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
}

/* Output:
worker 0: 250000 terms
worker 1: 250000 terms
worker 2: 250000 terms
worker 3: 250000 terms
pi = 3.14159
*/
