// ch09/01_shared_value.cpp
// Two processes use one number. It lives in a third, the manager's server.
// Python: multiprocessing.Manager, multiprocessing.managers.SyncManager,
//   multiprocessing.managers.SyncManager.Value
// Platform: posix
// Needs: OpenSSL

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <iostream>
#include <string>
#include "manager.hpp"

namespace asio = boost::asio;
namespace process = boost::process::v2;

int child(const std::string& token) {
    const managers::Client client(token);
    const auto number = client.attach<managers::ValueProxy<double>>(token);
    std::cout << "child: finds " << number.get() << std::endl;
    number.set(2.5);
    return 0;
}

int main(int argc, char* argv[]) {
    managers::Types types;
    types.value<double>();
    // The server is this program again, and so is the child.
    if (managers::is_server(argc, argv))
        return managers::serve(types);
    if (argc > 1)
        return child(argv[1]);

    const managers::Manager manager(argc, argv);
    const auto number = manager.value(1.5);
    asio::io_context io;
    process::process worker(io, argv[0], {number.token()});
    worker.wait();
    std::cout << "parent: finds " << number.get() << std::endl;
}

/* Output:
child: finds 1.5
parent: finds 2.5
*/
