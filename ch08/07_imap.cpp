// ch08/07_imap.cpp
// The values have no end. Results come one by one, in order, and the pool takes
// only so many values more as keep its workers busy.
// Python: multiprocessing.pool.Pool.imap
// Platform: posix

#include "process_pool.hpp"

#include <boost/serialization/serialization.hpp>
#include <iostream>
#include <ranges>

bool is_prime(int number) {
    for (int divisor = 2; divisor * divisor <= number; ++divisor)
        if (number % divisor == 0)
            return false;
    return number > 1;
}

int prime_or_zero(int number) {
    return is_prime(number) ? number : 0;
}

int main() {
    process_pool::run_worker();
    process_pool pool(2);

    int taken = 0;
    auto numbers = std::views::iota(1) | std::views::transform([&](int number) {
                       ++taken;
                       return number;
                   });

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
