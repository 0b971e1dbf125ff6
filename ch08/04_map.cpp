// ch08/04_map.cpp
// One function, many values: the workers share them, the results come in the
// values' order.
// Python: multiprocessing.pool.Pool.map
// Platform: posix

#include "process_pool.hpp"

#include <boost/serialization/string.hpp>
#include <iostream>
#include <string>
#include <vector>

int square(int number) {
    return number * number;
}

std::string reverse(const std::string& word) {
    return {word.rbegin(), word.rend()};
}

int main() {
    process_pool::run_worker();
    process_pool pool(2);

    // Any range will do; the results are a vector of what the function returns.
    const std::vector<int> numbers = {1, 2, 3, 4, 5, 6, 7, 8};
    const std::vector<int> squares = pool.map<square>(numbers);
    for (int each : squares)
        std::cout << each << ' ';
    std::cout << '\n';

    const std::vector<std::string> words = {"stressed", "drawer", "live"};
    for (const std::string& each : pool.map<reverse>(words))
        std::cout << each << '\n';
}

/* Output:
1 4 9 16 25 36 49 64
desserts
reward
evil
*/
