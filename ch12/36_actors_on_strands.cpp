// ch12/36_actors_on_strands.cpp
// Accounts as actors: each does what it is sent on a strand, one message at a
// time, in whichever thread of the pool is free. No lock, and no deadlock when
// two pay each other.
// Python: asyncio.Future.set_result, asyncio.Queue, asyncio.Queue.get,
//   asyncio.Queue.put, asyncio.gather

#include <boost/asio.hpp>
#include <future>
#include <iostream>
#include <string>
#include <syncstream>
#include <type_traits>
#include <utility>

namespace asio = boost::asio;

class Account {
public:
    explicit Account(asio::thread_pool& pool)
        : strand_(asio::make_strand(pool)) {}

    asio::awaitable<void> deposit(int amount) {
        auto message = [this, amount] { balance_ += amount; };
        co_await send(message);
    }

    asio::awaitable<bool> withdraw(int amount) {
        auto message = [this, amount] {
            const bool granted = amount <= balance_;
            if (granted)
                balance_ -= amount;
            return granted;
        };
        co_return co_await send(message);
    }

    asio::awaitable<int> balance() {
        auto message = [this] { return balance_; };
        co_return co_await send(message);
    }

private:
    // The strand is the mailbox; what the message returns is the answer.
    template <typename Message>
    asio::awaitable<std::invoke_result_t<Message&>> send(Message message) {
        using Answer = std::invoke_result_t<Message&>;
        auto handle = [](Message received) -> asio::awaitable<Answer> {
            co_return received();
        };
        co_return co_await asio::co_spawn(strand_, handle(std::move(message)),
                                          asio::use_awaitable);
    }

    asio::strand<asio::thread_pool::executor_type> strand_;
    int balance_ = 100;
};

asio::awaitable<void> pay(std::string who, Account& from, Account& to) {
    int paid = 0;
    while (paid < 50) {
        const bool granted = co_await from.withdraw(1);
        if (granted) {
            co_await to.deposit(1);
            ++paid;
        }
    }
    std::osyncstream(std::cout) << who << " has paid " << paid << '\n';
}

asio::awaitable<void> show(Account& ann, Account& bob) {
    const int anns = co_await ann.balance();
    const int bobs = co_await bob.balance();
    const bool granted = co_await ann.withdraw(1000);
    std::cout << "Ann has " << anns << ", Bob has " << bobs << '\n'
              << "withdraw 1000: " << (granted ? "granted\n" : "refused\n");
}

int main() {
    asio::thread_pool pool(2);
    Account ann(pool), bob(pool);
    std::future<void> paid[] = {
        asio::co_spawn(pool, pay("Ann", ann, bob), asio::use_future),
        asio::co_spawn(pool, pay("Bob", bob, ann), asio::use_future)};
    for (std::future<void>& done : paid)
        done.get();
    asio::co_spawn(pool, show(ann, bob), asio::detached);
    pool.join();
}

/* Output:
a| Ann has paid 50
b| Bob has paid 50
Ann has 100, Bob has 100
withdraw 1000: refused
*/
