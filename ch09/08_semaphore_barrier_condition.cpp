// ch09/08_semaphore_barrier_condition.cpp
// Three children enter a room for two, meet at a barrier, and report to a
// parent who waits for the condition that all have.
// Python: multiprocessing.managers.SyncManager.Semaphore,
//   multiprocessing.managers.SyncManager.BoundedSemaphore,
//   multiprocessing.managers.SyncManager.Barrier,
//   multiprocessing.managers.SyncManager.Condition
// Platform: posix
// Needs: OpenSSL

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <boost/serialization/vector.hpp>
#include <iostream>
#include <list>
#include <mutex>
#include <string>
#include <vector>
#include "manager.hpp"

namespace asio = boost::asio;
namespace process = boost::process::v2;

int child(char* tokens[]) {
    const managers::Client client(tokens[0]);
    const auto room = client.attach<managers::SemaphoreProxy>(tokens[0]);
    const auto barrier = client.attach<managers::BarrierProxy>(tokens[1]);
    auto changed = client.attach<managers::ConditionProxy>(tokens[2]);
    const auto ready = client.attach<managers::ValueProxy<int>>(tokens[3]);

    room.acquire();
    std::cout << "in the room" << std::endl;
    room.release();
    const auto place = barrier.wait();
    std::cout << (place == 0 ? "the first to arrive" : "past the barrier")
              << std::endl;
    std::lock_guard<managers::ConditionProxy> held(changed);
    ready.set(ready.get() + 1);
    changed.notify();
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
    const auto room = manager.bounded_semaphore(2);
    const auto barrier = manager.barrier(3);
    auto changed = manager.condition();
    const auto ready = manager.value(0);
    asio::io_context io;
    std::list<process::process> children;
    for (int i = 0; i < 3; ++i)
        children.emplace_back(
            io, argv[0],
            std::vector<std::string>{room.token(), barrier.token(),
                                     changed.token(), ready.token()});
    {
        std::lock_guard<managers::ConditionProxy> held(changed);
        changed.wait_for([&] { return ready.get() == 3; });
        std::cout << "parent: all are ready" << std::endl;
    }
    for (process::process& one : children)
        one.wait();

    const auto plain = manager.semaphore(2);
    plain.release();
    std::cout << "a semaphore goes beyond where it began\n";
    try {
        room.release();
    } catch (const managers::RemoteError&) {
        std::cout << "a bounded one does not\n";
    }
}

/* Output:
a,b,c| in the room
a,b,c| in the room
a,b,c| in the room
a| the first to arrive
b| past the barrier
c| past the barrier
parent: all are ready
a semaphore goes beyond where it began
a bounded one does not
*/
