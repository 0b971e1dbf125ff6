// ch07/22_containers_in_shared_memory.cpp
// A vector and a map of strings live in shared memory, whole: the child fills
// them, the parent uses them like any other container.
// Python: multiprocessing.managers.SyncManager.dict,
//   multiprocessing.managers.SyncManager.list

#include <boost/asio.hpp>
#include <boost/container/map.hpp>
#include <boost/container/scoped_allocator.hpp>
#include <boost/container/string.hpp>
#include <boost/container/vector.hpp>
#include <boost/interprocess/allocators/allocator.hpp>
#include <boost/interprocess/managed_shared_memory.hpp>
#include <boost/process/v2.hpp>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>

namespace asio = boost::asio;
namespace container = boost::container;
namespace ipc = boost::interprocess;
namespace process = boost::process::v2;

// The allocator takes memory from the segment, and the scoped one hands itself
// on, so that the strings in a container are in shared memory too.
template <typename T>
using Allocator = container::scoped_allocator_adaptor<
    ipc::allocator<T, ipc::managed_shared_memory::segment_manager>>;
using String = container::basic_string<
    char, std::char_traits<char>,
    ipc::allocator<char, ipc::managed_shared_memory::segment_manager>>;
using Words = container::vector<String, Allocator<String>>;
using Counts = container::map<String, int, std::less<String>,
                              Allocator<std::pair<const String, int>>>;

int count(const std::string& memory_name) {
    // A byte says that the memory is there. No byte: the parent is gone, and
    // what it may have made has to go with it.
    if (char go; !std::cin.get(go)) {
        ipc::shared_memory_object::remove(memory_name.c_str());
        return EXIT_FAILURE;
    }
    ipc::managed_shared_memory memory(ipc::open_only, memory_name.c_str());
    // Both have it open: without its name it can't be left behind.
    ipc::shared_memory_object::remove(memory_name.c_str());
    Words& words = *memory.find<Words>("words").first;
    Counts& counts = *memory.find<Counts>("counts").first;

    std::istringstream text("to be or not to be");
    for (std::string word; text >> word;) {
        words.emplace_back(word.c_str());
        ++counts[words.back()];
    }
    std::cout << "child: " << words.size() << " words" << std::endl;
    return EXIT_SUCCESS;
}

int main(int argc, char* argv[]) try {
    if (argc == 2)
        return count(argv[1]);

    const std::string memory_name =
        "ch07_22_" + std::to_string(process::current_pid());
    asio::io_context io;
    asio::writable_pipe gate(io);
    process::process counter(io, argv[0], {memory_name},
                             process::process_stdio{gate, {}, {}});

    // Made when the child waits for it: the child removes it, should this be
    // killed. A crashed predecessor may have left its memory under this name.
    ipc::shared_memory_object::remove(memory_name.c_str());
    ipc::remove_shared_memory_on_destroy remover(memory_name.c_str());
    ipc::managed_shared_memory memory(ipc::create_only, memory_name.c_str(),
                                      65536);
    auto* segment = memory.get_segment_manager();
    auto& words = *memory.construct<Words>("words")(segment);
    auto& counts = *memory.construct<Counts>("counts")(segment);

    gate.write_some(asio::buffer("\n", 1));
    if (counter.wait() != EXIT_SUCCESS)
        throw std::runtime_error("the child has failed");

    std::cout << "parent: from " << words.front() << " to " << words.back()
              << '\n';
    for (const auto& [word, times] : counts)
        std::cout << word << ' ' << times << '\n';
} catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
}

/* Output:
child: 6 words
parent: from to to be
be 2
not 1
or 1
to 2
*/
