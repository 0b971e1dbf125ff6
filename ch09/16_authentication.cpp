// ch09/16_authentication.cpp
// Only who knows the key gets as far as a message, and only a server that knows
// it gets one.
// Python: multiprocessing.managers.BaseManager,
//   multiprocessing.managers.BaseManager.connect
// Platform: posix
// Needs: OpenSSL

#include <iostream>
#include <string>
#include <thread>
#include "manager.hpp"

void log_in(const std::string& address, const std::string& key) {
    try {
        const managers::Client client(address, key);
        client.event().set();
        std::cout << "welcome\n";
    } catch (const managers::AuthenticationError&) {
        std::cout << "refused\n";
    }
}

int main() {
    const managers::Types types;
    managers::Server server(types, "", "open sesame");
    std::thread serving([&] { server.run(); });

    std::cout << "a guess: ";
    log_in(server.address(), "open barley");
    std::cout << "no key: ";
    log_in(server.address(), "");
    std::cout << "the key: ";
    log_in(server.address(), "open sesame");

    // It takes every key, and can't prove that it knows one.
    managers::Server impostor(types, "", "anything");
    std::thread lying([&] { impostor.run(); });
    std::cout << "an impostor: ";
    log_in(impostor.address(), "open sesame");

    server.stop();
    impostor.stop();
    serving.join();
    lying.join();
}

/* Output:
a guess: refused
no key: refused
the key: welcome
an impostor: refused
*/
