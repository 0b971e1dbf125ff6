// ch08/07_imap.cpp
// The values have no end. Results come one by one, in order, and the pool takes
// only so many values more as keep its workers busy.
// Python: multiprocessing.pool.Pool.imap
// Platform: posix

#include "process_pool.hpp"

#include <cstddef>
#include <iostream>
#include <iterator>

bool is_prime(int number) {
    for (int divisor = 2; divisor * divisor <= number; ++divisor)
        if (number % divisor == 0)
            return false;
    return number > 1;
}

int prime_or_zero(int number) {
    return is_prime(number) ? number : 0;
}

// 1, 2, 3 and so on; it counts how many have been taken.
struct Numbers {
    struct Iterator {
        using value_type = int;
        using difference_type = std::ptrdiff_t;
        int operator*() const {
            return number;
        }
        Iterator& operator++() {
            ++number;
            ++*taken;
            return *this;
        }
        void operator++(int) {
            ++*this;
        }
        int* taken;
        int number = 1;
    };
    Iterator begin() const {
        return {taken};
    }
    std::unreachable_sentinel_t end() const {
        return {};
    }
    int* taken;
};

int main() {
    process_pool::run_worker();
    process_pool pool(2);

    int taken = 0;
    const Numbers numbers{&taken};
    int found = 0;
    // The loop runs in main, and so does the range: as results are taken.
    for (int prime : pool.imap<prime_or_zero>(numbers)) {
        if (prime == 0)
            continue;
        std::cout << prime << ' ';
        if (++found == 10)
            break;
    }
    std::cout << '\n'
              << (taken < 100 ? "fewer" : "more") << " than 100 taken\n";
}

/* Output:
2 3 5 7 11 13 17 19 23 29
fewer than 100 taken
*/
