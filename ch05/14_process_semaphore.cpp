// ch05/14_process_semaphore.cpp
// Four processes and two places: a semaphore that all know lets two in at a
// time.
// Python: multiprocessing.Semaphore

#include <atomic>
#include <boost/asio.hpp>
#include <boost/interprocess/mapped_region.hpp>
#include <boost/interprocess/shared_memory_object.hpp>
#include <boost/interprocess/sync/named_semaphore.hpp>
#include <boost/process/v2.hpp>
#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace asio = boost::asio;
namespace ipc = boost::interprocess;
namespace process = boost::process::v2;

// Between processes an atomic has to work without a hidden lock.
using counter = std::atomic<int>;
static_assert(counter::is_always_lock_free);

struct shared_names {
    std::string places;
    std::string memory;
    ~shared_names() {
        ipc::named_semaphore::remove(places.c_str());
        ipc::shared_memory_object::remove(memory.c_str());
    }
};

int worker(const std::string& id, const char* places_name,
           const char* memory_name) {
    ipc::named_semaphore places(ipc::open_only, places_name);
    ipc::shared_memory_object memory(ipc::open_only, memory_name,
                                     ipc::read_write);
    ipc::mapped_region region(memory, ipc::read_write);
    counter& inside = *static_cast<counter*>(region.get_address());

    places.wait();
    int now = ++inside;
    std::cout << "worker " << id << " enters, " << now << " inside"
              << std::endl;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    --inside;
    places.post();
    return 0;
}

int main(int argc, char* argv[]) {
    if (argc > 1)
        return worker(argv[1], argv[2], argv[3]);

    std::string base = "ch05_" + std::to_string(process::current_pid());
    shared_names names{base + "_places", base + "_memory"};
    ipc::named_semaphore places(ipc::create_only, names.places.c_str(), 2);
    ipc::shared_memory_object memory(ipc::create_only, names.memory.c_str(),
                                     ipc::read_write);
    memory.truncate(sizeof(counter));
    ipc::mapped_region region(memory, ipc::read_write);
    auto* inside =
        std::construct_at(static_cast<counter*>(region.get_address()), 0);

    asio::io_context io;
    std::vector<process::process> workers;
    for (std::string id : {"1", "2", "3", "4"})
        workers.emplace_back(
            io, argv[0],
            std::vector<std::string>{id, names.places, names.memory});
    for (process::process& each : workers)
        each.wait();
    std::cout << *inside << " inside\n";
}

/* Output:
w1| worker 1 enters, {{[12]}} inside
w2| worker 2 enters, {{[12]}} inside
w3| worker 3 enters, {{[12]}} inside
w4| worker 4 enters, {{[12]}} inside
0 inside
*/
