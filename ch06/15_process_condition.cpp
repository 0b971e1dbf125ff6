// ch06/15_process_condition.cpp
// A parent sends letters to its child through a box in shared memory; the
// child sleeps on a condition until there is a letter for it.
// Python: multiprocessing.Condition

#include <array>
#include <boost/asio.hpp>
#include <boost/interprocess/managed_shared_memory.hpp>
#include <boost/interprocess/sync/interprocess_condition.hpp>
#include <boost/interprocess/sync/interprocess_mutex.hpp>
#include <boost/interprocess/sync/scoped_lock.hpp>
#include <boost/process/v2.hpp>
#include <boost/thread.hpp>
#include <cstddef>
#include <cstdlib>
#include <iostream>
#include <string>

namespace asio = boost::asio;
namespace ipc = boost::interprocess;
namespace process = boost::process::v2;

struct Box {
    ipc::interprocess_mutex mutex;
    ipc::interprocess_condition filled;
    std::array<char, 3> letters = {};
    std::size_t sent = 0;
};

// The parent writes a byte to standard input when the memory is there. The
// input ends when the parent is gone, however it went.
void begin_and_end_with_parent(const std::string& memory_name) {
    // Apart from C's stdin, whose lock the thread would still hold at exit.
    std::ios::sync_with_stdio(false);
    auto give_up = [memory_name] {
        ipc::shared_memory_object::remove(memory_name.c_str());
        std::_Exit(EXIT_FAILURE);
    };
    if (char go; !std::cin.get(go))
        give_up();
    boost::thread([give_up] {
        std::cin.rdbuf()->sgetc();
        give_up();
    }).detach();
}

int child(const std::string& memory_name) {
    begin_and_end_with_parent(memory_name);
    ipc::managed_shared_memory memory(ipc::open_only, memory_name.c_str());
    Box& box = *memory.find<Box>(ipc::unique_instance).first;
    // Both have the memory open and need its name no more: nothing is left
    // behind even if both are killed.
    ipc::shared_memory_object::remove(memory_name.c_str());

    for (std::size_t read = 0; read < box.letters.size(); ++read) {
        ipc::scoped_lock lock(box.mutex);
        box.filled.wait(lock, [&] { return box.sent > read; });
        char letter = box.letters[read];
        lock.unlock();
        std::cout << "child: reads " << letter << std::endl;
    }
    return EXIT_SUCCESS;
}

int main(int argc, char* argv[]) {
    if (argc == 2)
        return child(argv[1]);

    const std::string memory_name =
        "ch06_15_" + std::to_string(process::current_pid());
    asio::io_context io;
    asio::writable_pipe lifeline(io);
    process::process reader(io, argv[0], {memory_name},
                            process::process_stdio{lifeline, {}, {}});

    // Made when the child waits for it: the child removes it, should this be
    // killed. A crashed predecessor may have left its memory under this name.
    ipc::shared_memory_object::remove(memory_name.c_str());
    ipc::remove_shared_memory_on_destroy remover(memory_name.c_str());
    ipc::managed_shared_memory memory(ipc::create_only, memory_name.c_str(),
                                      65536);
    Box& box = *memory.construct<Box>(ipc::unique_instance)();

    lifeline.write_some(asio::buffer("\n", 1));

    for (char letter : {'A', 'B', 'C'}) {
        std::cout << "parent: sends " << letter << std::endl;
        ipc::scoped_lock held(box.mutex);
        box.letters[box.sent++] = letter;
        box.filled.notify_one();
    }
    return reader.wait();
}

/* Output:
p,1| parent: sends A
p,2| parent: sends B
p,3| parent: sends C
c,1| child: reads A
c,2| child: reads B
c,3| child: reads C
*/
