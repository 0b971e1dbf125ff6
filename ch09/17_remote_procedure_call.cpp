// ch09/17_remote_procedure_call.cpp
// A server's functions, called from elsewhere as if they were here. What they
// throw comes back as text, with the name of its type.
// Python: multiprocessing.managers.BaseManager.register,
//   multiprocessing.managers.BaseManager.start,
//   multiprocessing.managers.BaseManager.shutdown
// Platform: posix
// Needs: OpenSSL

#include <algorithm>
#include <boost/serialization/vector.hpp>
#include <cctype>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>
#include "manager.hpp"

// No state: each client creates a desk of its own, and the calls of several
// clients run at the same time.
struct Desk {};

int divide(Desk&, int dividend, int divisor) {
    if (divisor == 0)
        throw std::domain_error("division by zero");
    return dividend / divisor;
}

std::vector<std::string> shout(Desk&, std::vector<std::string> words) {
    for (std::string& word : words)
        std::transform(
            word.begin(), word.end(), word.begin(),
            [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return words;
}

int main(int argc, char* argv[]) {
    managers::Types types;
    types.add<Desk>("Desk").method("divide", &divide).method("shout", &shout);
    if (managers::is_server(argc, argv))
        return managers::serve(types);

    managers::Manager manager(argc, argv);
    const auto desk = manager.create("Desk");

    using Words = std::vector<std::string>;
    for (const auto& word :
         desk.call_method<Words>("shout", Words{"hear", "me"}))
        std::cout << word << '\n';
    std::cout << "84 / 2 = " << desk.call_method<int>("divide", 84, 2) << '\n';
    try {
        desk.call_method<int>("divide", 1, 0);
    } catch (const managers::RemoteError& error) {
        std::cout << error.type << ": " << error.what() << '\n';
    }
    manager.shutdown();
    try {
        desk.call_method<int>("divide", 4, 2);
    } catch (const managers::ServerLost&) {
        std::cout << "the server is closed\n";
    }
}

/* Output:
HEAR
ME
84 / 2 = 42
{{(?:std::domain_error|ZeroDivisionError)}}: division by zero
the server is closed
*/
