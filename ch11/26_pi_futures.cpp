// ch11/26_pi_futures.cpp
// Four tasks each sum a quarter of the Leibniz series for pi; the quarters come
// back as the values of four futures.
// Python: concurrent.futures.ThreadPoolExecutor,
//   concurrent.futures.Executor.submit, concurrent.futures.Future.result

#define BOOST_THREAD_VERSION 5
#include <boost/thread.hpp>
#include <boost/thread/executors/basic_thread_pool.hpp>
#include <iomanip>
#include <iostream>
#include <vector>

constexpr int workers = 4;
constexpr int terms = 1'000'000 / workers;

// 4 - 4/3 + 4/5 - 4/7 ..., from term `first` up to, not including, `last`.
double partial_pi(int first, int last) {
    double sum = 0;
    for (int k = first; k < last; ++k)
        sum += (k % 2 == 0 ? 4.0 : -4.0) / (2.0 * k + 1.0);
    return sum;
}

int main() {
    boost::basic_thread_pool pool(workers);
    std::vector<boost::future<double>> parts;
    for (int worker = 0; worker < workers; ++worker)
        parts.push_back(boost::async(pool, partial_pi, worker * terms,
                                     (worker + 1) * terms));

    double pi = 0;
    for (int worker = 0; worker < workers; ++worker) {
        pi += parts[worker].get();
        std::cout << "worker " << worker << ": " << terms << " terms\n";
    }
    std::cout << "pi = " << std::fixed << std::setprecision(5) << pi << '\n';
}

/* Output:
worker 0: 250000 terms
worker 1: 250000 terms
worker 2: 250000 terms
worker 3: 250000 terms
pi = 3.14159
*/
