// ch09/09_how_proxies_work.cpp
// What a proxy does, by hand: prove that one knows the key, then send a kind
// and some values, and receive a kind and some values.
// Python: multiprocessing.managers.BaseProxy
// Platform: posix
// Needs: OpenSSL

#include <cstdint>
#include <iostream>
#include <string>
#include <tuple>
#include <vector>
#include "manager.hpp"

using managers::Kind;

// A message is one write: twelve bytes of header, then the archive.
template <typename... Args>
managers::Message send(managers::Connection& connection, Kind kind,
                       const Args&... args) {
    managers::References no_proxies;
    managers::Writer out(connection.begin(), no_proxies);
    ((out << args), ...);
    connection.send(kind);
    return connection.receive();
}

template <typename... Results>
std::tuple<Results...> results(const managers::Message& message) {
    managers::References no_proxies;
    managers::Reader in(message.body, no_proxies);
    return managers::read_all<std::tuple<Results...>>(in);
}

int main(int argc, char* argv[]) {
    managers::Types types;
    types.list<std::string>();
    if (managers::is_server(argc, argv))
        return managers::serve(types);

    const managers::Manager manager(argc, argv);
    const auto names = manager.list<std::string>({"Ada"});

    auto connection = managers::Connection::to(manager.address());
    managers::authenticate_server(connection, managers::process_key(),
                                  managers::random_block());
    std::cout << "connected\n";

    // A token is the object's number and the server's address.
    const std::uint64_t id = std::stoull(names.token());
    const std::uint64_t thread = 1;
    const std::string append = "append", size = "size", guess = "guess";

    auto reply =
        send(connection, Kind::call, id, thread, append, std::string("Grace"));
    std::cout << "append: returned: " << (reply.kind == Kind::result) << '\n';

    reply = send(connection, Kind::call, id, thread, size);
    const auto [count] = results<std::uint64_t>(reply);
    std::cout << "size: returned: " << (reply.kind == Kind::result) << ", "
              << count << '\n';

    reply = send(connection, Kind::call, id, thread, guess);
    std::cout << "guess: failed: " << (reply.kind == Kind::failure) << '\n';

    std::cout << "the proxy says: " << names.size() << '\n';
}

/* Output:
connected
append: returned: 1
size: returned: 1, 2
guess: failed: 1
the proxy says: 2
*/
