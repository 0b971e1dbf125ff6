// ch08/06_starmap.cpp
// A map for functions of several parameters: each value is a tuple of arguments.
// Python: multiprocessing.pool.Pool.starmap,
//   multiprocessing.pool.Pool.starmap_async
// Platform: posix

#include "process_pool.hpp"

#include <boost/serialization/string.hpp>
#include <iostream>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

int power(int base, int exponent) {
    return exponent == 0 ? 1 : base * power(base, exponent - 1);
}

std::string repeat(const std::string& word, int times, char between) {
    std::string repeated = word;
    for (int time = 1; time < times; ++time)
        repeated += between + word;
    return repeated;
}

int main() {
    process_pool::run_worker();
    process_pool pool(2);

    const std::vector<std::pair<int, int>> powers = {{2, 10}, {3, 4}, {10, 3}};
    for (int each : pool.starmap<power>(powers))
        std::cout << each << '\n';

    // A tuple that does not fit the parameters does not compile.
    const std::vector<std::tuple<std::string, int, char>> words = {
        {"tick", 2, '-'}, {"ha", 3, '!'}};
    auto later = pool.starmap_async<repeat>(words);
    for (const std::string& each : later.get())
        std::cout << each << '\n';
}

/* Output:
1024
81
1000
tick-tick
ha!ha!ha
*/
