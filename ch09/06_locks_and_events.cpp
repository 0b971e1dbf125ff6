// ch09/06_locks_and_events.cpp
// Children wait for an event, then add to one number. To read and to write are
// two calls: a lock makes them one.
// Python: multiprocessing.managers.SyncManager.Event,
//   multiprocessing.managers.SyncManager.Lock,
//   multiprocessing.managers.SyncManager.RLock
// Platform: posix
// Needs: OpenSSL

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <iostream>
#include <mutex>
#include <string>
#include "manager.hpp"

namespace asio = boost::asio;
namespace process = boost::process::v2;

int child(char* tokens[]) {
    const managers::Client client(tokens[0]);
    const auto start = client.attach<managers::EventProxy>(tokens[0]);
    auto lock = client.attach<managers::LockProxy>(tokens[1]);
    const auto total = client.attach<managers::ValueProxy<int>>(tokens[2]);

    std::cout << "child: waits" << std::endl;
    start.wait();
    for (int i = 0; i < 50; ++i) {
        // The proxy has what the standard's lock_guard asks of a mutex.
        std::lock_guard<managers::LockProxy> held(lock);
        total.set(total.get() + 1);
    }
    return 0;
}

int main(int argc, char* argv[]) {
    managers::Types types;
    types.value<int>();
    if (managers::is_server(argc, argv))
        return managers::serve(types);
    if (argc > 1)
        return child(argv + 1);

    const managers::Manager manager(argc, argv);
    const auto start = manager.event();
    const auto lock = manager.lock();
    const auto total = manager.value(0);
    asio::io_context io;
    const auto child_of = [&] {
        return process::process(io, argv[0],
                                {start.token(), lock.token(), total.token()});
    };
    process::process a = child_of(), b = child_of();
    std::cout << "parent: total " << total.get() << std::endl;
    start.set();
    a.wait();
    b.wait();
    std::cout << "parent: total " << total.get() << std::endl;

    auto again = manager.recursive_lock();
    std::scoped_lock once(again);
    // Only a recursive lock lets its holder in again.
    std::cout << "twice: " << again.try_lock() << '\n';
    again.unlock();
    std::scoped_lock plain(lock);
    std::cout << "a plain lock twice: " << lock.try_lock() << '\n';
}

/* Output:
p| parent: total 0
a| child: waits
b| child: waits
parent: total 100
twice: 1
a plain lock twice: 0
*/
