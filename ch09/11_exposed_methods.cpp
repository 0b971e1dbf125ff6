// ch09/11_exposed_methods.cpp
// A client may call what its type exposes and nothing else, however it asks.
// Python: multiprocessing.managers.BaseManager.register,
//   multiprocessing.managers.BaseProxy._callmethod
// Platform: posix
// Needs: OpenSSL

#include <iostream>
#include <stdexcept>
#include <string>
#include "manager.hpp"

class Account {
public:
    void deposit(int amount) {
        if (amount <= 0)
            throw std::invalid_argument("an amount must be positive");
        balance_ += amount;
    }
    int balance() const {
        return balance_;
    }
    void close() {
        balance_ = 0;
    }

private:
    int balance_ = 0;
};

int main(int argc, char* argv[]) {
    managers::Types types;
    // Names are what clients call; close() has none.
    types.add<Account>("Account")
        .method("deposit", &Account::deposit)
        .method("balance", &Account::balance);
    if (managers::is_server(argc, argv))
        return managers::serve(types);

    const managers::Manager manager(argc, argv);
    const auto account = manager.create("Account");
    account.call_method("deposit", 50);
    try {
        account.call_method("deposit", -10);
    } catch (const managers::RemoteError& error) {
        std::cout << "deposit: " << error.what() << '\n';
    }
    try {
        account.call_method("close");
    } catch (const managers::RemoteError&) {
        std::cout << "close: not exposed\n";
    }
    try {
        account.call_method("deposit", std::string("20"));
    } catch (const managers::ProtocolError&) {
        std::cout << "deposit: not with a string\n";
    }
    std::cout << "balance: " << account.call_method<int>("balance") << '\n';
}

/* Output:
deposit: an amount must be positive
close: not exposed
deposit: not with a string
balance: 50
*/
