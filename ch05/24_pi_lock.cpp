// ch05/24_pi_lock.cpp
// Four workers sum a quarter of the Leibniz series each; the lock guards the
// one addition that they share.
// Python: threading.Lock

#include <boost/thread.hpp>
#include <iomanip>
#include <iostream>
#include <syncstream>

constexpr int workers = 4;
constexpr int terms = 1'000'000 / workers;

int main() {
    double total = 0;
    boost::mutex lock;

    auto work = [&](int id) {
        double part = 0;
        for (int k = id * terms; k < (id + 1) * terms; ++k)
            part += (k % 2 == 0 ? 1.0 : -1.0) / (2 * k + 1);
        {
            boost::lock_guard<boost::mutex> held(lock);
            total += part;
        }
        std::osyncstream(std::cout)
            << "worker " << id << ": " << terms << " terms\n";
    };

    boost::thread_group group;
    for (int id = 0; id < workers; ++id)
        group.create_thread([&, id] { work(id); });
    group.join_all();

    std::cout << "pi = " << std::fixed << std::setprecision(5) << 4 * total
              << '\n';
}

/* Output:
w0| worker 0: 250000 terms
w1| worker 1: 250000 terms
w2| worker 2: 250000 terms
w3| worker 3: 250000 terms
pi = 3.14159
*/
