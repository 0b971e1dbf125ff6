// ch05/11_self_deadlock_and_rlock.cpp
// A thread that takes a plain lock twice waits for itself; a recursive lock
// counts, and is free again after as many releases, for threads and processes.
// Python: threading.RLock, threading.RLock.acquire, threading.RLock.release,
//   multiprocessing.RLock, multiprocessing.RLock.acquire,
//   multiprocessing.RLock.release

#include <boost/asio.hpp>
#include <boost/interprocess/sync/named_recursive_mutex.hpp>
#include <boost/process/v2.hpp>
#include <boost/thread.hpp>
#include <functional>
#include <iostream>
#include <string>

namespace asio = boost::asio;
namespace ipc = boost::interprocess;
namespace process = boost::process::v2;

struct shared_name {
    std::string text;
    ~shared_name() {
        ipc::named_recursive_mutex::remove(text.c_str());
    }
};

template <class Lock>
void try_it(Lock& lock, const std::string& who) {
    boost::unique_lock<Lock> tried(lock, boost::try_to_lock);
    std::cout << who << (tried ? " takes it" : " is refused") << std::endl;
}

template <class Lock>
void take_twice(Lock& lock, const std::function<void()>& let_another_try) {
    {
        boost::lock_guard<Lock> outer(lock);
        {
            boost::lock_guard<Lock> inner(lock);
            std::cout << "held twice" << std::endl;
            let_another_try();
        }
        std::cout << "held once" << std::endl;
        let_another_try();
    }
    std::cout << "free" << std::endl;
    let_another_try();
}

int main(int argc, char* argv[]) {
    if (argc > 1) {
        ipc::named_recursive_mutex lock(ipc::open_only, argv[1]);
        try_it(lock, "another process");
        return 0;
    }

    boost::mutex plain;
    boost::unique_lock<boost::mutex> held(plain);
    try {
        // The guard knows that it holds the lock. The mutex itself does not:
        // a second plain.lock() here would be undefined, in practice for ever.
        held.lock();
    } catch (const boost::lock_error&) {
        std::cout << "a plain lock, taken twice: deadlock avoided" << std::endl;
    }

    boost::recursive_mutex lock;
    take_twice(lock, [&] {
        boost::thread([&] { try_it(lock, "another thread"); }).join();
    });

    shared_name name{"ch05_" + std::to_string(process::current_pid())};
    ipc::named_recursive_mutex shared(ipc::create_only, name.text.c_str());
    asio::io_context io;
    take_twice(shared,
               [&] { process::process(io, argv[0], {name.text}).wait(); });
}

/* Output:
a plain lock, taken twice: deadlock avoided
held twice
another thread is refused
held once
another thread is refused
free
another thread takes it
held twice
another process is refused
held once
another process is refused
free
another process takes it
*/
