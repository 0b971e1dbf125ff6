// ch11/06_wait_all.cpp
// main waits for all of three tasks before it looks at any of them; that one
// has failed does not disturb the wait.
// Python: concurrent.futures.wait, concurrent.futures.Future.exception

#define BOOST_THREAD_VERSION 5
#include <algorithm>
#include <boost/thread.hpp>
#include <boost/thread/executors/basic_thread_pool.hpp>
#include <boost/throw_exception.hpp>
#include <cmath>
#include <iostream>
#include <stdexcept>
#include <syncstream>
#include <vector>

double root(double number) {
    std::osyncstream(std::cout) << "worker: the root of " << number << '\n';
    if (number < 0)
        // Boost's futures carry what is thrown in Boost's way; see 12.
        boost::throw_exception(std::domain_error("no real root"));
    return std::sqrt(number);
}

int main() {
    boost::basic_thread_pool pool(2);
    std::vector<boost::future<double>> roots;
    for (double number : {9.0, -4.0, 16.0})
        roots.push_back(boost::async(pool, root, number));

    boost::wait_for_all(roots.begin(), roots.end());

    std::cout << "ready: "
              << std::count_if(roots.begin(), roots.end(),
                               [](const auto& each) { return each.is_ready(); })
              << '\n';
    for (boost::future<double>& each : roots) {
        if (each.has_exception())
            std::cout << "failed\n";
        else
            std::cout << "root " << each.get() << '\n';
    }
}

/* Output:
*| worker: the root of 9
*| worker: the root of -4
*| worker: the root of 16
ready: 3
root 3
failed
root 4
*/
