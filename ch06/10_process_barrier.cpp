// ch06/10_process_barrier.cpp
// Two processes take three steps; neither begins a step before the other has
// finished the one before.
// Python: multiprocessing.Barrier

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

// Interprocess has no barrier. A pointer means nothing in another process,
// but a counter tells the rounds apart as well.
class Barrier {
public:
    explicit Barrier(int parties) : parties_(parties) {}

    void wait() {
        ipc::scoped_lock lock(mutex_);
        const int round = round_;
        if (++arrived_ == parties_) {
            arrived_ = 0;
            ++round_;
            opened_.notify_all();
        }
        opened_.wait(lock, [this, round] { return round_ != round; });
    }

private:
    ipc::interprocess_mutex mutex_;
    ipc::interprocess_condition opened_;
    const int parties_;
    int arrived_ = 0;
    int round_ = 0;
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
    auto& barrier = *memory.find<Barrier>(ipc::unique_instance).first;
    // Past the first barrier both have the memory open and need its name no
    // more: nothing is left behind even if all processes are killed.
    barrier.wait();
    ipc::shared_memory_object::remove(memory_name.c_str());

    for (int step = 1; step <= 3; ++step) {
        std::cout << name << " step " << step << std::endl;
        barrier.wait();
    }
    return EXIT_SUCCESS;
}

int main(int argc, char* argv[]) {
    if (argc == 3)
        return child(argv[1], argv[2]);

    const std::string memory_name =
        "ch06_10_" + std::to_string(process::current_pid());
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
    memory.construct<Barrier>(ipc::unique_instance)(2);

    lifeline_a.write_some(asio::buffer("\n", 1));
    lifeline_b.write_some(asio::buffer("\n", 1));
    return a.wait() + b.wait();
}

/* Output:
a,x| A step 1
b,y| B step 1
a,y| A step 2
b,x| B step 2
a,x| A step 3
b,y| B step 3
*/
