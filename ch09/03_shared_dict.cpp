// ch09/03_shared_dict.cpp
// Two children enter what they have in one dict. A key that is not there is an
// empty optional, or an exception: as one asks.
// Python: multiprocessing.managers.SyncManager.dict
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
using Stock = managers::DictProxy<std::string, int>;

int child(const std::string& token, const std::string& fruit, int count) {
    const auto stock = managers::Client(token).attach<Stock>(token);
    stock.set(fruit, count);
    return 0;
}

int main(int argc, char* argv[]) {
    managers::Types types;
    types.dict<std::string, int>();
    if (managers::is_server(argc, argv))
        return managers::serve(types);
    if (argc > 1)
        return child(argv[1], argv[2], std::stoi(argv[3]));

    const managers::Manager manager(argc, argv);
    const Stock stock = manager.dict<std::string, int>({{"cherry", 3}});
    asio::io_context io;
    process::process a(io, argv[0], {stock.token(), "apple", "5"});
    process::process b(io, argv[0], {stock.token(), "banana", "4"});
    a.wait();
    b.wait();

    for (const auto& [fruit, count] : stock.get_value())
        std::cout << fruit << ' ' << count << '\n';
    std::cout << "apples: " << stock["apple"] << '\n';
    std::cout << "dates: " << stock.get("date").value_or(0) << '\n';
    std::cout << "elderberries: " << stock.setdefault("elderberry", 7) << '\n';
    std::cout << "takes bananas: " << stock.pop("banana") << '\n';
    std::cout << "bananas left: " << stock.contains("banana") << '\n';
    try {
        stock["banana"];
    } catch (const std::out_of_range&) {
        std::cout << "no such key\n";
    }
    std::cout << stock.size() << " kinds\n";
}

/* Output:
apple 5
banana 4
cherry 3
apples: 5
dates: 0
elderberries: 7
takes bananas: 4
bananas left: 0
no such key
3 kinds
*/
