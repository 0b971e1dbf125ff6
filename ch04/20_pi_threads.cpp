// ch04/20_pi_threads.cpp
// Four threads each sum a quarter of the Leibniz series for pi; main adds up
// the quarters after the joins.
// Python: threading.Thread, threading.Thread.start, threading.Thread.join

#include <array>
#include <boost/thread.hpp>
#include <iomanip>
#include <iostream>
#include <numeric>
#include <syncstream>

constexpr int workers = 4;
constexpr int terms = 250'000;

// 4 - 4/3 + 4/5 - 4/7 ..., from term `first` up to, not including, `last`.
double partial_pi(int first, int last) {
    double sum = 0;
    for (int k = first; k < last; ++k)
        sum += (k % 2 == 0 ? 4.0 : -4.0) / (2.0 * k + 1.0);
    return sum;
}

int main() {
    std::array<double, workers> sums{};

    boost::thread_group group;
    for (int worker = 0; worker < workers; ++worker)
        group.create_thread([&sums, worker] {
            sums[worker] = partial_pi(worker * terms, (worker + 1) * terms);
            std::osyncstream(std::cout)
                << "worker " << worker << ": " << terms << " terms\n";
        });
    group.join_all();

    // Added in the workers' order, whichever ended first: the last digits of a
    // sum of doubles depend on its order.
    const double pi = std::accumulate(sums.begin(), sums.end(), 0.0);
    std::cout << "pi = " << std::fixed << std::setprecision(5) << pi << '\n';
}

/* Output:
*| worker 0: 250000 terms
*| worker 1: 250000 terms
*| worker 2: 250000 terms
*| worker 3: 250000 terms
pi = 3.14159
*/
