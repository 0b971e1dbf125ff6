// ch12/18_race_between_awaits.cpp
// One thread, and still a race: what was true before a wait need not be true
// after it. Between two waits nobody interferes.
// Python: asyncio.gather, asyncio.sleep

#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <iostream>
#include <string>

namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;

struct Account {
    int balance = 100;
    int paid = 0;
};

asio::awaitable<void> ask_for_leave() {
    // The others get their turn.
    co_await asio::post(asio::use_awaitable);
}

asio::awaitable<void> careless(Account& account, int amount) {
    const int balance = account.balance;
    co_await ask_for_leave();
    if (balance >= amount) {
        account.balance = balance - amount;
        account.paid += amount;
    }
}

asio::awaitable<void> careful(Account& account, int amount) {
    co_await ask_for_leave();
    // Looks and changes without a wait in between, so it needs no lock.
    if (account.balance >= amount) {
        account.balance -= amount;
        account.paid += amount;
    }
}

void tell(const std::string& manner, const Account& account) {
    std::cout << manner << ": paid " << account.paid << ", balance "
              << account.balance << '\n';
}

asio::awaitable<void> program() {
    Account first;
    co_await (careless(first, 80) && careless(first, 80));
    tell("careless", first);

    Account second;
    co_await (careful(second, 80) && careful(second, 80));
    tell("careful", second);
}

int main() {
    asio::io_context loop;
    asio::co_spawn(loop, program(), asio::detached);
    loop.run();
}

/* Output:
careless: paid 160, balance 20
careful: paid 80, balance 20
*/
