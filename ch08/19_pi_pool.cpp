// ch08/19_pi_pool.cpp
// Four tasks sum a quarter of the Leibniz series each; the pool hands them out
// and brings the parts back in order.
// Python: multiprocessing.pool.Pool.starmap
// Platform: posix

#include "process_pool.hpp"

#include <iomanip>
#include <iostream>
#include <numeric>
#include <utility>
#include <vector>

constexpr int parts = 4;
constexpr int terms = 1'000'000;
constexpr int share = terms / parts;

double sum_terms(int first, int last) {
    double sum = 0;
    for (int k = first; k < last; ++k)
        sum += (k % 2 == 0 ? 4.0 : -4.0) / (2 * k + 1);
    return sum;
}

int main() {
    process_pool::run_worker();
    process_pool pool(2);

    std::vector<std::pair<int, int>> ranges;
    for (int part = 0; part < parts; ++part)
        ranges.emplace_back(part * share, (part + 1) * share);
    // The sums travel as the bytes of a double: no digit is lost.
    const std::vector<double> sums = pool.starmap<sum_terms>(ranges);

    std::cout << std::fixed << std::setprecision(5);
    for (double sum : sums)
        std::cout << "part " << sum << '\n';
    std::cout << "pi = " << std::reduce(sums.begin(), sums.end()) << '\n';
}

/* Output:
part 3.14159
part 0.00000
part 0.00000
part 0.00000
pi = 3.14159
*/
