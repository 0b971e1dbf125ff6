// ch07/17_raw_value_and_array.cpp
// Shared memory without a lock: the value is written before the child reads,
// and the child fills elements that nobody else touches until it has ended.
// Python: multiprocessing.sharedctypes.RawValue,
//   multiprocessing.sharedctypes.RawArray

#include <array>
#include <boost/asio.hpp>
#include <boost/interprocess/managed_shared_memory.hpp>
#include <boost/process/v2.hpp>
#include <cstddef>
#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <string>

namespace asio = boost::asio;
namespace ipc = boost::interprocess;
namespace process = boost::process::v2;

struct Raw {
    int factor;
    std::array<int, 6> products;
};

void fill(Raw& raw, std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i)
        raw.products[i] = raw.factor * static_cast<int>(i);
}

int child(const std::string& memory_name) {
    // A byte says that the memory is there. No byte: the parent is gone, and
    // what it may have made has to go with it.
    if (char go; !std::cin.get(go)) {
        ipc::shared_memory_object::remove(memory_name.c_str());
        return EXIT_FAILURE;
    }
    ipc::managed_shared_memory memory(ipc::open_only, memory_name.c_str());
    // Both have it open: without its name it can't be left behind.
    ipc::shared_memory_object::remove(memory_name.c_str());
    Raw& raw = *memory.find<Raw>(ipc::unique_instance).first;

    std::cout << "child: factor " << raw.factor << std::endl;
    fill(raw, 3, 6);
    return EXIT_SUCCESS;
}

int main(int argc, char* argv[]) try {
    if (argc == 2)
        return child(argv[1]);

    const std::string memory_name =
        "ch07_17_" + std::to_string(process::current_pid());
    asio::io_context io;
    asio::writable_pipe gate(io);
    process::process other(io, argv[0], {memory_name},
                           process::process_stdio{gate, {}, {}});

    // Made when the child waits for it: the child removes it, should this be
    // killed. A crashed predecessor may have left its memory under this name.
    ipc::shared_memory_object::remove(memory_name.c_str());
    ipc::remove_shared_memory_on_destroy remover(memory_name.c_str());
    ipc::managed_shared_memory memory(ipc::create_only, memory_name.c_str(),
                                      65536);
    auto& raw = *memory.construct<Raw>(ipc::unique_instance)();
    raw.factor = 10;

    gate.write_some(asio::buffer("\n", 1));
    fill(raw, 0, 3);
    // The wait is what makes reading the child's elements safe.
    if (other.wait() != EXIT_SUCCESS)
        throw std::runtime_error("the child has failed");

    for (int product : raw.products)
        std::cout << product << '\n';
} catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
}

/* Output:
child: factor 10
0
10
20
30
40
50
*/
