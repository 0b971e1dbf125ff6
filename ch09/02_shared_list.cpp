// ch09/02_shared_list.cpp
// A child changes a list that its parent made. What comes out of the list is a
// copy of what is in it.
// Python: multiprocessing.managers.SyncManager.list
// Platform: posix
// Needs: OpenSSL

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <iostream>
#include <string>
#include <vector>
#include "manager.hpp"

namespace asio = boost::asio;
namespace process = boost::process::v2;
using Numbers = managers::ListProxy<int>;

void print(const Numbers& numbers) {
    // One call fetches all; a loop over numbers[i] would make one for each.
    for (int number : numbers.get_value())
        std::cout << number << ' ';
    std::cout << std::endl;
}

int child(const std::string& token) {
    const auto numbers = managers::Client(token).attach<Numbers>(token);
    numbers.append(7);
    numbers.extend({5, 6});
    numbers.set(0, 10);
    numbers.insert(1, 20);
    return 0;
}

int main(int argc, char* argv[]) {
    managers::Types types;
    types.list<int>();
    if (managers::is_server(argc, argv))
        return managers::serve(types);
    if (argc > 1)
        return child(argv[1]);

    const managers::Manager manager(argc, argv);
    const Numbers numbers = manager.list<int>({1, 2, 3});
    asio::io_context io;
    process::process worker(io, argv[0], {numbers.token()});
    worker.wait();

    print(numbers);
    numbers.sort();
    numbers.reverse();
    print(numbers);
    std::cout << "length " << numbers.size() << ", first " << numbers[0]
              << ", last " << numbers[-1] << '\n';
    std::cout << "takes " << numbers.pop() << ", then 7 at " << numbers.index(7)
              << '\n';
    numbers.remove(7);
    std::cout << "contains 7: " << numbers.contains(7) << '\n';
    try {
        numbers[99];
    } catch (const managers::RemoteError& error) {
        std::cout << "99: " << error.what() << '\n';
    }
}

/* Output:
10 20 2 3 7 5 6
20 10 7 6 5 3 2
length 7, first 20, last 2
takes 2, then 7 at 2
contains 7: 0
99: {{.*index out of range}}
*/
