// ch09/05_namespace.cpp
// A namespace has attributes of any names and types; whoever reads one says
// which type it is.
// Python: multiprocessing.managers.SyncManager.Namespace,
//   multiprocessing.managers.Namespace
// Platform: posix
// Needs: OpenSSL

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <iostream>
#include <stdexcept>
#include <string>
#include "manager.hpp"

namespace asio = boost::asio;
namespace process = boost::process::v2;

int child(const std::string& token) {
    const managers::Client client(token);
    const auto settings = client.attach<managers::NamespaceProxy>(token);
    const auto city = settings.get<std::string>("city");
    settings.set("greeting", "Good morning, " + city);
    settings.set("visits", settings.get<int>("visits") + 1);
    settings.erase("city");
    return 0;
}

int main(int argc, char* argv[]) {
    const managers::Types types;
    if (managers::is_server(argc, argv))
        return managers::serve(types);
    if (argc > 1)
        return child(argv[1]);

    const managers::Manager manager(argc, argv);
    const auto settings = manager.name_space();
    settings.set("city", "Oslo");
    settings.set("visits", 41);
    asio::io_context io;
    process::process worker(io, argv[0], {settings.token()});
    worker.wait();

    std::cout << settings.get<std::string>("greeting") << '\n';
    std::cout << settings.get<int>("visits") << " visits\n";
    try {
        settings.get<std::string>("city");
    } catch (const std::out_of_range&) {
        std::cout << "no attribute city\n";
    }
    try {
        settings.get<int>("greeting");
    } catch (const managers::ProtocolError&) {
        std::cout << "greeting is no int\n";
    }
}

/* Output:
Good morning, Oslo
42 visits
no attribute city
greeting is no int
*/
