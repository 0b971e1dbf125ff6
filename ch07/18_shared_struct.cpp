// ch07/18_shared_struct.cpp
// A structure is copied into shared memory together with a lock; two processes
// move it, and the original stays where it was.
// Python: multiprocessing.sharedctypes.copy,
//   multiprocessing.sharedctypes.synchronized

#include <atomic>
#include <boost/asio.hpp>
#include <boost/interprocess/managed_shared_memory.hpp>
#include <boost/interprocess/sync/interprocess_mutex.hpp>
#include <boost/process/v2.hpp>
#include <boost/thread.hpp>
#include <boost/thread/synchronized_value.hpp>
#include <cstdlib>
#include <iostream>
#include <list>
#include <stdexcept>
#include <string>
#include <type_traits>

namespace asio = boost::asio;
namespace ipc = boost::interprocess;
namespace process = boost::process::v2;

constexpr int children = 2;

struct Particle {
    double x;
    double y;
    int steps;
};
// No constructor to run, no destructor, no table of virtual functions. Pointers
// the compiler does not see: they would mean nothing in another process.
static_assert(std::is_trivially_copyable_v<Particle>);

struct Shared {
    explicit Shared(const Particle& original) : particle(original) {}

    boost::synchronized_value<Particle, ipc::interprocess_mutex> particle;
    std::atomic<int> attached = 0;
};

int move(const std::string& direction, const std::string& memory_name) {
    // A byte says that the memory is there. No byte: the parent is gone, and
    // what it may have made has to go with it.
    if (char go; !std::cin.get(go)) {
        ipc::shared_memory_object::remove(memory_name.c_str());
        return EXIT_FAILURE;
    }
    ipc::managed_shared_memory memory(ipc::open_only, memory_name.c_str());
    Shared& shared = *memory.find<Shared>(ipc::unique_instance).first;
    // From then on nothing can be left behind, even if all are killed.
    if (++shared.attached == children)
        ipc::shared_memory_object::remove(memory_name.c_str());

    for (int step = 0; step < 100; ++step) {
        auto held = shared.particle.synchronize();
        (direction == "x" ? held->x : held->y) += 0.5;
        ++held->steps;
    }
    std::cout << direction << ": 100 steps" << std::endl;
    return EXIT_SUCCESS;
}

struct Child {
    Child(asio::io_context& io, const char* program,
          const std::string& direction, const std::string& memory_name)
        : gate(io),
          running(io, program, {direction, memory_name},
                  process::process_stdio{gate, {}, {}}) {}

    asio::writable_pipe gate;
    process::process running;
};

void expect_success(boost::system::error_code, int exit_code) {
    if (exit_code != 0)
        throw std::runtime_error("a child has failed");
}

int main(int argc, char* argv[]) try {
    if (argc == 3)
        return move(argv[1], argv[2]);

    const std::string memory_name =
        "ch07_18_" + std::to_string(process::current_pid());
    asio::io_context io;
    std::list<Child> started;
    for (std::string direction : {"x", "y"})
        started.emplace_back(io, argv[0], direction, memory_name);

    // Made when the children wait for it: they remove it, should this be
    // killed.
    ipc::shared_memory_object::remove(memory_name.c_str());
    ipc::remove_shared_memory_on_destroy remover(memory_name.c_str());
    ipc::managed_shared_memory memory(ipc::create_only, memory_name.c_str(),
                                      65536);
    const Particle original{1, 2, 0};
    auto& shared = *memory.construct<Shared>(ipc::unique_instance)(original);

    for (Child& child : started) {
        child.gate.write_some(asio::buffer("\n", 1));
        child.running.async_wait(expect_success);
    }
    io.run();

    const Particle moved = shared.particle.get();
    std::cout << "original " << original.x << ' ' << original.y << ' '
              << original.steps << '\n';
    std::cout << "moved " << moved.x << ' ' << moved.y << ' ' << moved.steps
              << '\n';
} catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
}

/* Output:
a| x: 100 steps
b| y: 100 steps
original 1 2 0
moved 51 52 200
*/
