// ch07/15_shared_value.cpp
// Two processes add to one integer in shared memory; the lock that lies beside
// it makes each addition whole.
// Python: multiprocessing.Value

#include <atomic>
#include <boost/asio.hpp>
#include <boost/interprocess/managed_shared_memory.hpp>
#include <boost/interprocess/sync/interprocess_mutex.hpp>
#include <boost/interprocess/sync/scoped_lock.hpp>
#include <boost/process/v2.hpp>
#include <cstdlib>
#include <iostream>
#include <list>
#include <stdexcept>
#include <string>

namespace asio = boost::asio;
namespace ipc = boost::interprocess;
namespace process = boost::process::v2;

constexpr int children = 2;

struct Shared {
    ipc::interprocess_mutex lock;
    int counter = 0;
    std::atomic<int> attached = 0;
};

int add(const std::string& name, const std::string& memory_name) {
    // A byte says that the memory is there. No byte: the parent is gone, and
    // what it may have made has to go with it.
    if (char go; !std::cin.get(go)) {
        ipc::shared_memory_object::remove(memory_name.c_str());
        return EXIT_FAILURE;
    }
    ipc::managed_shared_memory memory(ipc::open_only, memory_name.c_str());
    Shared& shared = *memory.find<Shared>(ipc::unique_instance).first;
    // The last to attach removes the name: from then on nothing can be left
    // behind, even if all processes are killed.
    if (++shared.attached == children)
        ipc::shared_memory_object::remove(memory_name.c_str());

    for (int i = 0; i < 1000; ++i) {
        ipc::scoped_lock held(shared.lock);
        ++shared.counter;
    }
    std::cout << name << ": added 1000" << std::endl;
    return EXIT_SUCCESS;
}

struct Child {
    Child(asio::io_context& io, const char* program, const std::string& name,
          const std::string& memory_name)
        : gate(io),
          running(io, program, {name, memory_name},
                  process::process_stdio{gate, {}, {}}) {}

    asio::writable_pipe gate;
    process::process running;  // its destructor ends it, should it still run
};

void expect_success(boost::system::error_code, int exit_code) {
    if (exit_code != 0)
        throw std::runtime_error("a child has failed");
}

int main(int argc, char* argv[]) try {
    if (argc == 3)
        return add(argv[1], argv[2]);

    const std::string memory_name =
        "ch07_15_" + std::to_string(process::current_pid());
    asio::io_context io;
    std::list<Child> started;
    for (std::string name : {"A", "B"})
        started.emplace_back(io, argv[0], name, memory_name);

    // Made when the children wait for it: they remove it, should this be
    // killed. A crashed predecessor may have left its memory under this name.
    ipc::shared_memory_object::remove(memory_name.c_str());
    ipc::remove_shared_memory_on_destroy remover(memory_name.c_str());
    ipc::managed_shared_memory memory(ipc::create_only, memory_name.c_str(),
                                      65536);
    auto& shared = *memory.construct<Shared>(ipc::unique_instance)();

    for (Child& child : started) {
        child.gate.write_some(asio::buffer("\n", 1));
        child.running.async_wait(expect_success);
    }
    io.run();

    std::cout << "counter " << shared.counter << '\n';
} catch (const std::exception& error) {
    // Caught, so that the destructors above have run.
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
}

/* Output:
a| A: added 1000
b| B: added 1000
counter 2000
*/
