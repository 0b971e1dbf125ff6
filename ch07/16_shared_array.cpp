// ch07/16_shared_array.cpp
// Two processes move coins between the elements of one array. The lock spans
// both elements of a move, so that no coin is ever missing.
// Python: multiprocessing.Array, multiprocessing.sharedctypes.Array

#include <atomic>
#include <boost/asio.hpp>
#include <boost/interprocess/managed_shared_memory.hpp>
#include <boost/interprocess/sync/interprocess_mutex.hpp>
#include <boost/interprocess/sync/scoped_lock.hpp>
#include <boost/process/v2.hpp>
#include <cstddef>
#include <cstdlib>
#include <iostream>
#include <list>
#include <numeric>
#include <span>
#include <stdexcept>
#include <string>

namespace asio = boost::asio;
namespace ipc = boost::interprocess;
namespace process = boost::process::v2;

constexpr int children = 2;

struct Shared {
    ipc::interprocess_mutex lock;
    std::atomic<int> attached = 0;
};

int move_coins(std::size_t from, int moves, const std::string& memory_name) {
    // A byte says that the memory is there. No byte: the parent is gone, and
    // what it may have made has to go with it.
    if (char go; !std::cin.get(go)) {
        ipc::shared_memory_object::remove(memory_name.c_str());
        return EXIT_FAILURE;
    }
    ipc::managed_shared_memory memory(ipc::open_only, memory_name.c_str());
    Shared& shared = *memory.find<Shared>(ipc::unique_instance).first;
    // An array is found together with its length.
    auto [first, length] = memory.find<int>("accounts");
    std::span accounts(first, length);
    int* moved = memory.find<int>("moved").first;
    // From then on nothing can be left behind, even if all are killed.
    if (++shared.attached == children)
        ipc::shared_memory_object::remove(memory_name.c_str());

    bool missing = false;
    for (int i = 0; i < moves; ++i) {
        ipc::scoped_lock held(shared.lock);
        --accounts[from];
        ++accounts[from + 1];
        ++moved[from];
        missing |= std::accumulate(accounts.begin(), accounts.end(), 0) != 300;
    }
    std::cout << "from " << from << ": " << moves << " moved, "
              << (missing ? "some" : "none") << " missing" << std::endl;
    return EXIT_SUCCESS;
}

struct Child {
    Child(asio::io_context& io, const char* program, int from, int moves,
          const std::string& memory_name)
        : gate(io),
          running(io, program,
                  {std::to_string(from), std::to_string(moves), memory_name},
                  process::process_stdio{gate, {}, {}}) {}

    asio::writable_pipe gate;
    process::process running;
};

void expect_success(boost::system::error_code, int exit_code) {
    if (exit_code != 0)
        throw std::runtime_error("a child has failed");
}

int main(int argc, char* argv[]) try {
    if (argc == 4)
        return move_coins(std::stoul(argv[1]), std::stoi(argv[2]), argv[3]);

    const std::string memory_name =
        "ch07_16_" + std::to_string(process::current_pid());
    asio::io_context io;
    std::list<Child> started;
    started.emplace_back(io, argv[0], 0, 90, memory_name);
    started.emplace_back(io, argv[0], 1, 60, memory_name);

    // Made when the children wait for it: they remove it, should this be
    // killed.
    ipc::shared_memory_object::remove(memory_name.c_str());
    ipc::remove_shared_memory_on_destroy remover(memory_name.c_str());
    ipc::managed_shared_memory memory(ipc::create_only, memory_name.c_str(),
                                      65536);
    memory.construct<Shared>(ipc::unique_instance)();
    // Three times 100, two times 0; one lock is enough for both arrays.
    std::span accounts(memory.construct<int>("accounts")[3](100), 3);
    const int* moved = memory.construct<int>("moved")[2](0);

    for (Child& child : started) {
        child.gate.write_some(asio::buffer("\n", 1));
        child.running.async_wait(expect_success);
    }
    io.run();

    for (int account : accounts)
        std::cout << account << '\n';
    std::cout << "moved " << moved[0] + moved[1] << '\n';
} catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
}

/* Output:
a| from 0: 90 moved, none missing
b| from 1: 60 moved, none missing
10
130
160
moved 150
*/
