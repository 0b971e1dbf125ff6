// ch07/27_pi_shared_value.cpp
// Four processes sum a quarter of the Leibniz series each and add it to one
// double in shared memory, each of them once, under its lock.
// Python: multiprocessing.sharedctypes.Value

#include <atomic>
#include <boost/asio.hpp>
#include <boost/interprocess/managed_shared_memory.hpp>
#include <boost/interprocess/sync/interprocess_mutex.hpp>
#include <boost/interprocess/sync/scoped_lock.hpp>
#include <boost/process/v2.hpp>
#include <cstdlib>
#include <iomanip>
#include <iostream>
#include <list>
#include <stdexcept>
#include <string>

namespace asio = boost::asio;
namespace ipc = boost::interprocess;
namespace process = boost::process::v2;

constexpr int workers = 4;
constexpr int terms = 1'000'000 / workers;

struct Shared {
    ipc::interprocess_mutex lock;
    double pi = 0;
    std::atomic<int> attached = 0;
};

int work(int worker, const std::string& memory_name) {
    // A byte says that the memory is there. No byte: the parent is gone, and
    // what it may have made has to go with it.
    if (char go; !std::cin.get(go)) {
        ipc::shared_memory_object::remove(memory_name.c_str());
        return EXIT_FAILURE;
    }
    ipc::managed_shared_memory memory(ipc::open_only, memory_name.c_str());
    Shared& shared = *memory.find<Shared>(ipc::unique_instance).first;
    // From then on nothing can be left behind, even if all are killed.
    if (++shared.attached == workers)
        ipc::shared_memory_object::remove(memory_name.c_str());

    double sum = 0;
    for (int k = worker * terms; k < (worker + 1) * terms; ++k)
        sum += (k % 2 == 0 ? 4.0 : -4.0) / (2.0 * k + 1.0);
    {
        ipc::scoped_lock held(shared.lock);
        shared.pi += sum;
    }
    std::cout << "worker " << worker << ": " << terms << " terms" << std::endl;
    return EXIT_SUCCESS;
}

struct Worker {
    Worker(asio::io_context& io, const char* program, int number,
           const std::string& memory_name)
        : gate(io),
          running(io, program, {std::to_string(number), memory_name},
                  process::process_stdio{gate, {}, {}}) {}

    asio::writable_pipe gate;
    process::process running;  // its destructor ends it, should it still run
};

void expect_success(boost::system::error_code, int exit_code) {
    if (exit_code != 0)
        throw std::runtime_error("a worker has failed");
}

int main(int argc, char* argv[]) try {
    if (argc == 3)
        return work(std::stoi(argv[1]), argv[2]);

    const std::string memory_name =
        "ch07_27_" + std::to_string(process::current_pid());
    asio::io_context io;
    std::list<Worker> started;
    for (int number = 0; number < workers; ++number)
        started.emplace_back(io, argv[0], number, memory_name);

    // Made when the workers wait for it: they remove it, should this be
    // killed. A crashed predecessor may have left its memory under this name.
    ipc::shared_memory_object::remove(memory_name.c_str());
    ipc::remove_shared_memory_on_destroy remover(memory_name.c_str());
    ipc::managed_shared_memory memory(ipc::create_only, memory_name.c_str(),
                                      65536);
    auto& shared = *memory.construct<Shared>(ipc::unique_instance)();

    for (Worker& worker : started) {
        worker.gate.write_some(asio::buffer("\n", 1));
        worker.running.async_wait(expect_success);
    }
    io.run();

    std::cout << "pi = " << std::fixed << std::setprecision(5) << shared.pi
              << '\n';
} catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
}

/* Output:
*| worker 0: 250000 terms
*| worker 1: 250000 terms
*| worker 2: 250000 terms
*| worker 3: 250000 terms
pi = 3.14159
*/
