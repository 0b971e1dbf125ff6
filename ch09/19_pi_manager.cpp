// ch09/19_pi_manager.cpp
// Four processes sum the quarters of a series for pi. They put their parts into
// a list of the manager; its lock is not needed, as an append is one call.
// Python: multiprocessing.managers.SyncManager.list
// Platform: posix
// Needs: OpenSSL

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <boost/serialization/vector.hpp>
#include <iomanip>
#include <iostream>
#include <list>
#include <string>
#include <vector>
#include "manager.hpp"

namespace asio = boost::asio;
namespace process = boost::process::v2;
using Parts = managers::ListProxy<double>;

constexpr int workers = 4;
constexpr int terms = 100'000;

int work(const std::string& token, int worker) {
    double part = 0;
    for (int k = worker; k < terms; k += workers)
        part += (k % 2 == 0 ? 4.0 : -4.0) / (2 * k + 1);
    managers::Client(token).attach<Parts>(token).append(part);
    return 0;
}

int main(int argc, char* argv[]) {
    managers::Types types;
    types.list<double>();
    if (managers::is_server(argc, argv))
        return managers::serve(types);
    if (argc > 1)
        return work(argv[1], std::stoi(argv[2]));

    const managers::Manager manager(argc, argv);
    const Parts parts = manager.list<double>();
    asio::io_context io;
    std::list<process::process> started;
    for (int worker = 0; worker < workers; ++worker)
        started.emplace_back(
            io, argv[0],
            std::vector<std::string>{parts.token(), std::to_string(worker)});
    for (process::process& one : started)
        one.wait();

    // Sorted, so that they are added in the same order each time.
    parts.sort();
    double pi = 0;
    for (double part : parts.get_value())
        pi += part;
    std::cout << parts.size() << " parts\n";
    std::cout << "pi " << std::fixed << std::setprecision(4) << pi << '\n';
}

/* Output:
4 parts
pi 3.1416
*/
