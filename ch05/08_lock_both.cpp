// ch05/08_lock_both.cpp
// Two threads move money in opposite directions; each takes both locks, and
// they never deadlock.
// Python: threading.Lock

#include <boost/thread.hpp>
#include <iostream>

struct account {
    int balance;
    boost::mutex lock{};
};

void transfer(account& from, account& to, int amount) {
    boost::unique_lock<boost::mutex> from_held(from.lock, boost::defer_lock);
    boost::unique_lock<boost::mutex> to_held(to.lock, boost::defer_lock);
    boost::lock(from_held, to_held);

    from.balance -= amount;
    to.balance += amount;
}

int main() {
    account savings{5000};
    account checking{5000};

    boost::thread a([&] {
        for (int round = 0; round < 1000; ++round)
            transfer(savings, checking, 3);
    });
    boost::thread b([&] {
        for (int round = 0; round < 1000; ++round)
            transfer(checking, savings, 1);
    });
    a.join();
    b.join();

    std::cout << "savings " << savings.balance << '\n';
    std::cout << "checking " << checking.balance << '\n';
}

/* Output:
savings 3000
checking 7000
*/
