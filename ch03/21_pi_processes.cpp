// ch03/21_pi_processes.cpp
// Four children sum a quarter of the Leibniz series each, all at the same time,
// and come to the digits that one loop over all terms comes to.
// Python: multiprocessing.Process, multiprocessing.Process.start,
//   multiprocessing.Process.join

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <iomanip>
#include <iostream>
#include <limits>
#include <list>
#include <sstream>
#include <string>

namespace asio = boost::asio;
namespace process = boost::process::v2;

constexpr int workers = 4;
constexpr int terms = 1'000'000;
constexpr int share = terms / workers;

double sum_terms(int first, int last) {
    double sum = 0;
    for (int k = first; k < last; ++k)
        sum += (k % 2 == 0 ? 4.0 : -4.0) / (2 * k + 1);
    return sum;
}

int work(int first, int last) {
    // All digits: read back, the text is the same double again.
    std::cout << std::setprecision(std::numeric_limits<double>::max_digits10)
              << last - first << ' ' << sum_terms(first, last) << std::endl;
    return 0;
}

struct Worker {
    Worker(asio::io_context& io, const char* program, int first, int last)
        : output(io),
          child(io, program,
                {"work", std::to_string(first), std::to_string(last)},
                process::process_stdio{{}, output, {}}) {}

    asio::readable_pipe output;
    process::process child;
};

int main(int argc, char* argv[]) {
    if (argc > 1)
        return work(std::stoi(argv[2]), std::stoi(argv[3]));

    asio::io_context io;
    std::list<Worker> running;
    for (int k = 0; k < workers; ++k)
        running.emplace_back(io, argv[0], k * share, (k + 1) * share);

    double pi = 0;
    int number = 0;
    for (Worker& worker : running) {
        std::string line;
        asio::read_until(worker.output, asio::dynamic_buffer(line), '\n');
        worker.child.wait();
        int summed = 0;
        double sum = 0;
        std::istringstream(line) >> summed >> sum;
        pi += sum;
        std::cout << "worker " << number++ << ": " << summed << " terms\n";
    }

    std::cout << std::fixed << std::setprecision(5);
    std::cout << "sequential = " << sum_terms(0, terms) << '\n';
    std::cout << "pi = " << pi << '\n';
}

/* Output:
worker 0: 250000 terms
worker 1: 250000 terms
worker 2: 250000 terms
worker 3: 250000 terms
sequential = 3.14159
pi = 3.14159
*/
