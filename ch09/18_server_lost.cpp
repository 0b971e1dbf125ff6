// ch09/18_server_lost.cpp
// The server is killed. Who waits in it and who calls it afterwards gets an
// exception; nobody waits for ever.
// Python: multiprocessing.managers.SyncManager
// Platform: posix
// Needs: OpenSSL

#include <signal.h>
#include <iostream>
#include <string>
#include <syncstream>
#include <thread>
#include "manager.hpp"

template <typename Call>
void attempt(const std::string& name, Call call) {
    try {
        call();
        std::osyncstream(std::cout) << name << ": done\n";
    } catch (const managers::ServerLost&) {
        std::osyncstream(std::cout) << name << ": the server has gone\n";
    }
}

int main(int argc, char* argv[]) {
    managers::Types types;
    types.queue<int>();
    if (managers::is_server(argc, argv))
        return managers::serve(types);

    const managers::Manager manager(argc, argv);
    const auto queue = manager.queue<int>();
    auto lock = manager.lock();
    attempt("main", [&] { lock.acquire(); });

    // Neither would ever end by itself.
    std::thread getter([&] { attempt("getter", [&] { queue.get(); }); });
    std::thread locker([&] { attempt("locker", [&] { lock.acquire(); }); });
    ::kill(manager.id(), SIGKILL);
    getter.join();
    locker.join();
    attempt("main", [&] { queue.put(1); });
}

/* Output:
main: done
g| getter: the server has gone
l| locker: the server has gone
main: the server has gone
*/
