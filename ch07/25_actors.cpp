// ch07/25_actors.cpp
// An account is an actor: its balance belongs to its thread alone, and the
// others can only put messages into its mailbox.
// Python: queue.SimpleQueue, queue.SimpleQueue.get, queue.SimpleQueue.put

#define BOOST_THREAD_VERSION 5
#include <boost/thread.hpp>
#include <boost/thread/concurrent_queues/sync_queue.hpp>
#include <iostream>
#include <syncstream>
#include <utility>
#include <variant>

struct Deposit {
    int amount;
};

struct Withdraw {
    int amount;
    boost::promise<bool> granted;
};

struct Report {
    boost::promise<int> balance;
};

class Account {
public:
    using Message = std::variant<Deposit, Withdraw, Report>;

    ~Account() {
        // The thread reads what has been sent before, then it ends.
        mailbox_.close();
        thread_.join();
    }

    void send(Message message) {
        mailbox_.push(std::move(message));
    }

private:
    void run() {
        Message message;
        while (mailbox_.wait_pull(message) == boost::queue_op_status::success)
            std::visit([this](auto& received) { handle(received); }, message);
    }

    void handle(const Deposit& deposit) {
        balance_ += deposit.amount;
    }

    void handle(Withdraw& withdraw) {
        const bool granted = withdraw.amount <= balance_;
        if (granted)
            balance_ -= withdraw.amount;
        withdraw.granted.set_value(granted);
    }

    void handle(Report& report) {
        report.balance.set_value(balance_);
    }

    int balance_ = 0;
    boost::sync_queue<Message> mailbox_;
    // Last: it must not start before the mailbox is there.
    boost::thread thread_{[this] { run(); }};
};

int main() {
    Account account;

    auto pay_in = [&account](const char* name) {
        for (int i = 0; i < 50; ++i)
            account.send(Deposit{2});
        std::osyncstream(std::cout) << name << ": paid in 100\n";
    };
    boost::thread a(pay_in, "A"), b(pay_in, "B");
    a.join();
    b.join();

    for (int amount : {150, 100}) {
        Withdraw withdraw{amount, {}};
        // A question carries the place for its answer.
        boost::future<bool> granted = withdraw.granted.get_future();
        account.send(std::move(withdraw));
        std::cout << "withdraw " << amount << ": "
                  << (granted.get() ? "granted" : "refused") << '\n';
    }
    Report report;
    boost::future<int> balance = report.balance.get_future();
    account.send(std::move(report));
    std::cout << "balance " << balance.get() << '\n';
}

/* Output:
a| A: paid in 100
b| B: paid in 100
withdraw 150: granted
withdraw 100: refused
balance 50
*/
