// ch04/11_no_gil.cpp
// Four threads count primes, each among a quarter of the numbers.
// Python: threading.Thread

#include <array>
#include <boost/thread.hpp>
#include <iostream>
#include <numeric>
#include <syncstream>

bool is_prime(int number) {
    for (int divisor = 2; divisor * divisor <= number; ++divisor)
        if (number % divisor == 0)
            return false;
    return number >= 2;
}

int count_primes(int first, int last) {
    int count = 0;
    for (int number = first; number < last; ++number)
        count += is_prime(number);
    return count;
}

int main() {
    constexpr int quarters = 4;
    constexpr int share = 10'000;
    std::array<int, quarters> counts{};

    // Each on a core of its own where the machine has as many: there is no
    // interpreter lock that makes them take turns.
    boost::thread_group workers;
    for (int quarter = 0; quarter < quarters; ++quarter)
        workers.create_thread([&counts, quarter] {
            const int first = quarter * share;
            counts[quarter] = count_primes(first, first + share);
            std::osyncstream(std::cout)
                << "from " << first << ": " << counts[quarter] << " primes\n";
        });
    workers.join_all();

    std::cout << "in all: " << std::accumulate(counts.begin(), counts.end(), 0)
              << '\n';
}

/* Output:
*| from 0: 1229 primes
*| from 10000: 1033 primes
*| from 20000: 983 primes
*| from 30000: 958 primes
in all: 4203
*/
