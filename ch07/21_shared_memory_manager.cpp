// ch07/21_shared_memory_manager.cpp
// A manager owns a block and a list in shared memory. A worker dies half-way,
// the parent ends with an error, and nothing stays behind.
// Python: multiprocessing.managers.SharedMemoryManager,
//   multiprocessing.managers.SharedMemoryManager.ShareableList,
//   multiprocessing.managers.SharedMemoryManager.SharedMemory
// Exit: 1

#include <algorithm>
#include <boost/asio.hpp>
#include <boost/interprocess/managed_shared_memory.hpp>
#include <boost/process/v2.hpp>
#include <cstddef>
#include <cstdlib>
#include <initializer_list>
#include <iostream>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace asio = boost::asio;
namespace ipc = boost::interprocess;
namespace process = boost::process::v2;

class SharedMemoryManager {
public:
    explicit SharedMemoryManager(const std::string& name)
        : name_(name), memory_(ipc::create_only, name_.text.c_str(), 65536) {}

    std::span<char> block(const char* name, std::size_t size) {
        return {memory_.construct<char>(name)[size](), size};
    }

    std::span<int> list(const char* name, std::initializer_list<int> items) {
        std::span<int> made(memory_.construct<int>(name)[items.size()](),
                            items.size());
        std::ranges::copy(items, made.begin());
        return made;
    }

private:
    struct Name {
        explicit Name(const std::string& text) : text(text) {
            // A crashed predecessor may have left its memory under this name.
            ipc::shared_memory_object::remove(text.c_str());
        }
        ~Name() {
            ipc::shared_memory_object::remove(text.c_str());
        }
        const std::string text;
    };

    // Made first, so destroyed last, and also if making the memory throws.
    const Name name_;
    ipc::managed_shared_memory memory_;
};

int work(const std::string& memory_name) {
    // A byte says that the memory is there. No byte: the parent is gone, and
    // what it may have made has to go with it.
    if (char go; !std::cin.get(go)) {
        ipc::shared_memory_object::remove(memory_name.c_str());
        return EXIT_FAILURE;
    }
    ipc::managed_shared_memory memory(ipc::open_only, memory_name.c_str());
    // Both have it open. Without its name it can't be left behind even if both
    // are killed; the manager's destructor is for the other ways out.
    ipc::shared_memory_object::remove(memory_name.c_str());

    auto [note, room] = memory.find<char>("note");
    auto [numbers, length] = memory.find<int>("numbers");
    if (!note || room < 6 || !numbers)
        return EXIT_FAILURE;

    std::string_view("begun").copy(note, room - 1);
    for (std::size_t i = 0; i < length; ++i) {
        if (i == length / 2) {
            std::cout << "worker: dies" << std::endl;
            std::_Exit(3);
        }
        numbers[i] *= 10;
    }
    std::string_view("done").copy(note, room - 1);
    return EXIT_SUCCESS;
}

void run(const std::string& memory_name, const char* program) {
    asio::io_context io;
    asio::writable_pipe gate(io);
    process::process worker(io, program, {memory_name},
                            process::process_stdio{gate, {}, {}});

    // Made when the worker waits for it: the worker removes it, should this be
    // killed.
    SharedMemoryManager manager(memory_name);
    std::span note = manager.block("note", 16);
    std::span numbers = manager.list("numbers", {1, 2, 3, 4});

    gate.write_some(asio::buffer("\n", 1));
    const int exit_code = worker.wait();
    // Up to the zero, or all of it if the worker has left none.
    std::cout << "parent: "
              << std::string(note.begin(), std::ranges::find(note, '\0'))
              << ':';
    for (int number : numbers)
        std::cout << ' ' << number;
    std::cout << '\n';
    if (exit_code != EXIT_SUCCESS)
        throw std::runtime_error("the worker ended with " +
                                 std::to_string(exit_code));
}

int main(int argc, char* argv[]) {
    if (argc == 2)
        return work(argv[1]);

    const std::string memory_name =
        "ch07_21_" + std::to_string(process::current_pid());
    try {
        run(memory_name, argv[0]);
    } catch (const std::exception& error) {
        const bool left =
            ipc::shared_memory_object::remove(memory_name.c_str());
        std::cout << "left behind: " << (left ? "memory" : "nothing") << '\n';
        std::cerr << "error: " << error.what() << '\n';
        return EXIT_FAILURE;
    }
}

/* Output:
worker: dies
parent: begun: 10 20 3 4
left behind: nothing
*/

/* Errors:
error: the worker ended with 3
*/
