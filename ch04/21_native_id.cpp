// ch04/21_native_id.cpp
// The system has a number and a name of its own for each thread, the ones that
// `top` and a debugger show.
// Python: threading.get_native_id, threading.Thread.native_id
// Platform: posix

#include <pthread.h>
#include <unistd.h>
#include <array>
#include <boost/thread.hpp>
#include <iostream>

int main() {
    // Linux numbers the first thread as it numbers its process.
    std::cout << "main: thread " << gettid() << " of process " << getpid()
              << '\n';

    pid_t native_id = 0;
    boost::thread worker([&native_id] {
        // Only the thread itself can ask: others know it by another number.
        native_id = gettid();
        std::cout << "worker: thread " << native_id << " of process "
                  << getpid() << '\n';

        // At most 15 characters.
        pthread_setname_np(pthread_self(), "reader");
        std::array<char, 16> name{};
        pthread_getname_np(pthread_self(), name.data(), name.size());
        std::cout << "worker: known as " << name.data() << '\n';
    });
    worker.join();
    std::cout << "main: the worker was thread " << native_id << '\n';
}

/* Output:
main: thread {{process:\d+}} of process {{=process}}
worker: thread {{worker:\d+}} of process {{=process}}
worker: known as reader
main: the worker was thread {{=worker}}
*/
