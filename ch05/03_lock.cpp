// ch05/03_lock.cpp
// Two threads add to one counter; the lock makes each addition whole.
// Python: threading.Lock, threading.Lock.acquire, threading.Lock.release

#include <boost/thread.hpp>
#include <iostream>

int main() {
    constexpr int rounds = 100'000;
    int counter = 0;
    boost::mutex lock;

    auto add = [&] {
        for (int round = 0; round < rounds; ++round) {
            boost::lock_guard<boost::mutex> held(lock);
            ++counter;
        }
    };
    boost::thread a(add);
    boost::thread b(add);
    a.join();
    b.join();

    // A join orders what its thread did before this, so no lock is needed.
    std::cout << counter << '\n';
}

/* Output:
200000
*/
