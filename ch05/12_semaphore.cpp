// ch05/12_semaphore.cpp
// Four workers and two places: a semaphore lets two in at a time.
// Python: threading.Semaphore, threading.Semaphore.acquire,
//   threading.Semaphore.release

#include <atomic>
#include <boost/thread.hpp>
#include <iostream>
#include <semaphore>
#include <syncstream>

int main() {
    std::counting_semaphore<> places(0);
    std::atomic<int> inside = 0;
    boost::barrier pair(2);

    boost::thread_group workers;
    for (int id = 1; id <= 4; ++id)
        workers.create_thread([&, id] {
            places.acquire();
            ++inside;
            // Who is in waits for a second one; a third would need a place.
            pair.wait();
            std::osyncstream(std::cout)
                << "worker " << id << ": " << inside << " inside\n";
            pair.wait();
            --inside;
            places.release();
        });

    std::cout << "no place yet, opening two\n";
    places.release(2);
    workers.join_all();
    std::cout << inside << " inside\n";
}

/* Output:
no place yet, opening two
w1| worker 1: 2 inside
w2| worker 2: 2 inside
w3| worker 3: 2 inside
w4| worker 4: 2 inside
0 inside
*/
