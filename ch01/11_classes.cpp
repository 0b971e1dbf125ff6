// ch01/11_classes.cpp
// A class with a constructor, methods, properties, equality and a repr.
// Python: object.__init__, object.__repr__, object.__eq__, property,
//   classmethod

#include <iostream>
#include <stdexcept>
#include <string>
#include <utility>

class Account {
public:
    // The list after the colon initialises the members; `explicit` keeps a
    // string from turning into an Account unasked.
    explicit Account(std::string owner, int balance = 0)
        : owner_(std::move(owner)), balance_(balance) {}

    static Account parse(const std::string& text) {
        const auto colon = text.find(':');
        return Account(text.substr(0, colon),
                       std::stoi(text.substr(colon + 1)));
    }

    // A method that is const promises not to change the object.
    int balance() const {
        return balance_;
    }
    int limit() const {
        return limit_;
    }
    void set_limit(int limit) {
        if (limit < 0)
            throw std::invalid_argument("limit below zero");
        limit_ = limit;
    }
    void withdraw(int amount) {
        if (amount > balance_ + limit_)
            throw std::invalid_argument("not enough");
        balance_ -= amount;
    }

    // Compares member by member.
    bool operator==(const Account&) const = default;

    friend std::ostream& operator<<(std::ostream& out, const Account& account) {
        return out << "Account(" << account.owner_ << ", " << account.balance_
                   << ')';
    }

private:
    std::string owner_;
    int balance_;
    int limit_ = 0;
};

int main() {
    Account account("Ada", 100);
    account.set_limit(50);
    account.withdraw(120);
    std::cout << account << ' ' << account.balance() << ' ' << account.limit()
              << '\n';
    try {
        account.withdraw(40);
    } catch (const std::invalid_argument& error) {
        std::cout << error.what() << '\n';
    }

    const Account parsed = Account::parse("Alan:7");
    std::cout << parsed << '\n';
    std::cout << (parsed == Account("Alan", 7) ? "equal" : "different") << '\n';
}

/* Output:
Account(Ada, -20) -20 50
not enough
Account(Alan, 7)
equal
*/
