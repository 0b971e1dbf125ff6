// ch06/05_stop_flag.cpp
// One flag stops two threads: one looks at it between two pieces of work, the
// other would sleep for an hour and is woken by it.
// Python: threading.Event.is_set, threading.Event.set, threading.Event.wait

#include <boost/thread.hpp>
#include <chrono>
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <stop_token>
#include <syncstream>
#include <thread>

using namespace std::chrono_literals;

int main() {
    // Who has the source can ask to stop, who has a token can only look.
    std::stop_source source;

    boost::thread worker([stop = source.get_token()] {
        while (!stop.stop_requested())
            std::this_thread::sleep_for(1ms);
        std::osyncstream(std::cout) << "worker: stopped between two pieces\n";
    });

    boost::thread sleeper([stop = source.get_token()] {
        std::mutex mutex;
        std::condition_variable_any woken;
        std::unique_lock lock(mutex);
        // Nobody notifies: a wait that is given a token ends at the request.
        woken.wait_for(lock, stop, 1h, [] { return false; });
        std::osyncstream(std::cout) << "sleeper: stopped in its sleep\n";
    });

    std::osyncstream(std::cout) << "main: asks both to stop\n";
    source.request_stop();
    worker.join();
    sleeper.join();
    std::cout << "main: both have stopped\n";
}

/* Output:
main: asks both to stop
worker| worker: stopped between two pieces
sleeper| sleeper: stopped in its sleep
main: both have stopped
*/
