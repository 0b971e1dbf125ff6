// ch05/06_process_lock.cpp
// Two processes add to one counter in shared memory; a lock that both know
// makes each addition whole.
// Python: multiprocessing.Lock, multiprocessing.Lock.acquire,
//   multiprocessing.Lock.release

#include <boost/asio.hpp>
#include <boost/interprocess/mapped_region.hpp>
#include <boost/interprocess/shared_memory_object.hpp>
#include <boost/interprocess/sync/named_mutex.hpp>
#include <boost/interprocess/sync/scoped_lock.hpp>
#include <boost/process/v2.hpp>
#include <iostream>
#include <string>

namespace asio = boost::asio;
namespace ipc = boost::interprocess;
namespace process = boost::process::v2;

constexpr int rounds = 10'000;

struct shared_names {
    std::string lock;
    std::string memory;

    // Named objects outlive every process unless somebody removes them.
    ~shared_names() {
        ipc::named_mutex::remove(lock.c_str());
        ipc::shared_memory_object::remove(memory.c_str());
    }
};

int worker(const std::string& id, const char* lock_name,
           const char* memory_name) {
    ipc::named_mutex lock(ipc::open_only, lock_name);
    ipc::shared_memory_object memory(ipc::open_only, memory_name,
                                     ipc::read_write);
    ipc::mapped_region region(memory, ipc::read_write);
    int& counter = *static_cast<int*>(region.get_address());

    for (int round = 0; round < rounds; ++round) {
        ipc::scoped_lock<ipc::named_mutex> held(lock);
        ++counter;
    }
    std::cout << "worker " << id << " added " << rounds << std::endl;
    return 0;
}

int main(int argc, char* argv[]) {
    if (argc > 1)
        return worker(argv[1], argv[2], argv[3]);

    std::string base = "ch05_" + std::to_string(process::current_pid());
    shared_names names{base + "_lock", base + "_memory"};
    ipc::named_mutex lock(ipc::create_only, names.lock.c_str());
    ipc::shared_memory_object memory(ipc::create_only, names.memory.c_str(),
                                     ipc::read_write);
    memory.truncate(sizeof(int));  // new memory is all zeros
    ipc::mapped_region region(memory, ipc::read_write);

    asio::io_context io;
    process::process a(io, argv[0], {"A", names.lock, names.memory});
    process::process b(io, argv[0], {"B", names.lock, names.memory});
    a.wait();
    b.wait();
    std::cout << "counted " << *static_cast<int*>(region.get_address()) << '\n';
}

/* Output:
a| worker A added 10000
b| worker B added 10000
counted 20000
*/
