// ch02/14_amdahl.cpp
// Of 100 units of work, 20 can only be done one after the other. More workers
// shorten the other 80, and the gain can't pass 5: predicted by Amdahl's law,
// then counted, a unit at a time.
// Python: threading.Thread

#include <algorithm>
#include <boost/thread.hpp>
#include <iomanip>
#include <iostream>
#include <vector>

constexpr int serial = 20;
constexpr int parallel = 80;

double predict(int workers) {
    const double share = double(parallel) / (serial + parallel);
    return 1 / ((1 - share) + share / workers);
}

// Each worker in a thread of its own; returns how many units the longest way
// through the program has.
int count_steps(int workers) {
    std::vector<int> done(workers);
    boost::thread_group group;
    for (int worker = 0; worker < workers; ++worker)
        group.create_thread([worker, workers, &own = done[worker]] {
            for (int unit = worker; unit < parallel; unit += workers)
                ++own;
        });
    group.join_all();

    // The slowest worker decides when the rest can begin.
    int steps = std::ranges::max(done);
    for (int unit = 0; unit < serial; ++unit)
        ++steps;
    return steps;
}

int main() {
    std::cout << "workers  steps  counted  predicted\n"
              << std::fixed << std::setprecision(2);
    for (int workers : {1, 2, 3, 4, 8, 16, 80}) {
        const int steps = count_steps(workers);
        std::cout << std::setw(7) << workers << std::setw(7) << steps
                  << std::setw(9) << double(serial + parallel) / steps
                  << std::setw(11) << predict(workers) << '\n';
    }
}

/* Output:
workers  steps  counted  predicted
      1    100     1.00       1.00
      2     60     1.67       1.67
      3     47     2.13       2.14
      4     40     2.50       2.50
      8     30     3.33       3.33
     16     25     4.00       4.00
     80     21     4.76       4.76
*/
