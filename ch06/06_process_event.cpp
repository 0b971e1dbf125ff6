// ch06/06_process_event.cpp
// Two child processes wait for one event in shared memory; the parent sets it.
// Python: multiprocessing.Event

#include <atomic>
#include <boost/asio.hpp>
#include <boost/interprocess/managed_shared_memory.hpp>
#include <boost/interprocess/sync/interprocess_condition.hpp>
#include <boost/interprocess/sync/interprocess_mutex.hpp>
#include <boost/interprocess/sync/scoped_lock.hpp>
#include <boost/process/v2.hpp>
#include <boost/thread.hpp>
#include <cstdlib>
#include <iostream>
#include <string>

namespace asio = boost::asio;
namespace ipc = boost::interprocess;
namespace process = boost::process::v2;

class Event {
public:
    void set() {
        ipc::scoped_lock held(mutex_);
        flag_ = true;
        changed_.notify_all();
    }

    void wait() {
        ipc::scoped_lock lock(mutex_);
        changed_.wait(lock, [this] { return flag_; });
    }

private:
    ipc::interprocess_mutex mutex_;
    ipc::interprocess_condition changed_;
    bool flag_ = false;
};

struct Shared {
    Event start;
    std::atomic<int> attached = 0;
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

int child(const std::string& name, const std::string& memory_name) {
    begin_and_end_with_parent(memory_name);
    ipc::managed_shared_memory memory(ipc::open_only, memory_name.c_str());
    Shared& shared = *memory.find<Shared>(ipc::unique_instance).first;
    // Who has the memory open needs its name no more: without one, nothing
    // is left behind even if all processes are killed.
    if (++shared.attached == 2)
        ipc::shared_memory_object::remove(memory_name.c_str());

    shared.start.wait();
    std::cout << name << " runs" << std::endl;
    return EXIT_SUCCESS;
}

int main(int argc, char* argv[]) {
    if (argc == 3)
        return child(argv[1], argv[2]);

    const std::string memory_name =
        "ch06_06_" + std::to_string(process::current_pid());
    asio::io_context io;
    asio::writable_pipe lifeline_a(io), lifeline_b(io);
    process::process a(io, argv[0], {"A", memory_name},
                       process::process_stdio{lifeline_a, {}, {}});
    process::process b(io, argv[0], {"B", memory_name},
                       process::process_stdio{lifeline_b, {}, {}});

    // Made when the children wait for it: they remove it, should this be
    // killed. A crashed predecessor may have left its memory under this name.
    ipc::shared_memory_object::remove(memory_name.c_str());
    ipc::remove_shared_memory_on_destroy remover(memory_name.c_str());
    ipc::managed_shared_memory memory(ipc::create_only, memory_name.c_str(),
                                      65536);
    auto& shared = *memory.construct<Shared>(ipc::unique_instance)();

    lifeline_a.write_some(asio::buffer("\n", 1));
    lifeline_b.write_some(asio::buffer("\n", 1));

    std::cout << "parent: go" << std::endl;
    shared.start.set();
    return a.wait() + b.wait();
}

/* Output:
parent: go
a| A runs
b| B runs
*/
