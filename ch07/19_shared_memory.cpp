// ch07/19_shared_memory.cpp
// Plain shared bytes: created, attached by name, unlinked. The name is gone at
// once, the memory only when the last process that has it open lets go.
// Python: multiprocessing.shared_memory.SharedMemory,
//   multiprocessing.shared_memory.SharedMemory.buf,
//   multiprocessing.shared_memory.SharedMemory.close,
//   multiprocessing.shared_memory.SharedMemory.name,
//   multiprocessing.shared_memory.SharedMemory.size,
//   multiprocessing.shared_memory.SharedMemory.unlink

#include <algorithm>
#include <boost/asio.hpp>
#include <boost/interprocess/exceptions.hpp>
#include <boost/interprocess/mapped_region.hpp>
#include <boost/interprocess/shared_memory_object.hpp>
#include <boost/process/v2.hpp>
#include <cstddef>
#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace asio = boost::asio;
namespace ipc = boost::interprocess;
namespace process = boost::process::v2;

constexpr std::size_t size = 16;

// The region's destructor is Python's close().
ipc::mapped_region attach(const std::string& name) {
    ipc::shared_memory_object memory(ipc::open_only, name.c_str(),
                                     ipc::read_write);
    ipc::mapped_region region(memory, ipc::read_write);
    // Beyond the end of a memory that is too short lies a crash.
    if (region.get_size() < size)
        throw std::runtime_error("the memory is too short");
    return region;
}

std::string_view text(const ipc::mapped_region& region) {
    return {static_cast<const char*>(region.get_address()), 5};
}

int child(const std::string& name) {
    // A byte says that the memory is there. No byte: the parent is gone, and
    // what it may have made has to go with it.
    if (char go; !std::cin.get(go)) {
        ipc::shared_memory_object::remove(name.c_str());
        return EXIT_FAILURE;
    }
    ipc::mapped_region region = attach(name);
    ipc::shared_memory_object::remove(name.c_str());
    std::cout << "child: unlinks, reads " << text(region) << std::endl;
    std::ranges::copy("world", static_cast<char*>(region.get_address()));
    return EXIT_SUCCESS;
}

int main(int argc, char* argv[]) try {
    if (argc == 2)
        return child(argv[1]);

    const std::string name =
        "ch07_19_" + std::to_string(process::current_pid());
    asio::io_context io;
    asio::writable_pipe gate(io);
    process::process other(io, argv[0], {name},
                           process::process_stdio{gate, {}, {}});

    // Made when the child waits for it: the child removes it, should this be
    // killed. A crashed predecessor may have left its memory under this name.
    ipc::shared_memory_object::remove(name.c_str());
    ipc::remove_shared_memory_on_destroy remover(name.c_str());
    ipc::shared_memory_object memory(ipc::create_only, name.c_str(),
                                     ipc::read_write);
    // New memory is empty and has to be given its size.
    memory.truncate(size);
    ipc::mapped_region region(memory, ipc::read_write);
    std::ranges::copy("hello", static_cast<char*>(region.get_address()));
    std::cout << "parent: " << region.get_size() << " bytes, writes "
              << text(region) << std::endl;

    gate.write_some(asio::buffer("\n", 1));
    if (other.wait() != EXIT_SUCCESS)
        throw std::runtime_error("the child has failed");

    std::cout << "parent: reads " << text(region) << '\n';
    try {
        attach(name);
    } catch (const ipc::interprocess_exception& error) {
        if (error.get_error_code() == ipc::not_found_error)
            std::cout << "parent: nothing has that name\n";
    }
} catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
}

/* Output:
parent: 16 bytes, writes hello
child: unlinks, reads hello
parent: reads world
parent: nothing has that name
*/
