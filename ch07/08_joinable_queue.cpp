// ch07/08_joinable_queue.cpp
// Two child processes work off a queue in shared memory and report each task as
// done; the parent joins the queue and so waits for the last of them.
// Python: multiprocessing.JoinableQueue, multiprocessing.JoinableQueue.join,
//   multiprocessing.JoinableQueue.task_done

#include <atomic>
#include <boost/asio.hpp>
#include <boost/container/static_vector.hpp>
#include <boost/interprocess/managed_shared_memory.hpp>
#include <boost/interprocess/sync/interprocess_condition.hpp>
#include <boost/interprocess/sync/interprocess_mutex.hpp>
#include <boost/interprocess/sync/scoped_lock.hpp>
#include <boost/process/v2.hpp>
#include <boost/thread.hpp>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>

namespace asio = boost::asio;
namespace ipc = boost::interprocess;
namespace process = boost::process::v2;

class JoinableQueue {
public:
    void put(int task) {
        ipc::scoped_lock lock(mutex_);
        changed_.wait(lock, [&] { return tasks_.size() < tasks_.capacity(); });
        tasks_.push_back(task);
        ++unfinished_;
        changed_.notify_all();
    }

    int get() {
        ipc::scoped_lock lock(mutex_);
        changed_.wait(lock, [this] { return !tasks_.empty(); });
        const int task = tasks_.front();
        tasks_.erase(tasks_.begin());
        changed_.notify_all();
        return task;
    }

    void task_done() {
        ipc::scoped_lock held(mutex_);
        if (unfinished_ == 0)
            throw std::logic_error("task_done called too many times");
        --unfinished_;
        changed_.notify_all();
    }

    bool join_for(std::chrono::milliseconds time) {
        ipc::scoped_lock lock(mutex_);
        return changed_.wait_for(lock, time,
                                 [this] { return unfinished_ == 0; });
    }

    // While this runs nobody else holds the lock.
    void undisturbed(auto action) {
        ipc::scoped_lock held(mutex_);
        action();
    }

private:
    ipc::interprocess_mutex mutex_;
    ipc::interprocess_condition changed_;
    // Its items are in itself: a pointer means nothing in another process.
    boost::container::static_vector<int, 8> tasks_;
    std::size_t unfinished_ = 0;
};

struct Shared {
    JoinableQueue queue;
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

int child(const std::string& memory_name) {
    begin_and_end_with_parent(memory_name);
    ipc::managed_shared_memory memory(ipc::open_only, memory_name.c_str());
    auto& shared = *memory.find<Shared>(ipc::unique_instance).first;
    // With both attached the name is needed no more: nothing is left behind
    // even if all processes are killed.
    if (++shared.attached == 2)
        ipc::shared_memory_object::remove(memory_name.c_str());

    for (;;) {
        const int task = shared.queue.get();
        std::cout << "child: does task " << task << std::endl;
        shared.queue.task_done();
    }
}

int parent(const char* program) {
    const std::string memory_name =
        "ch07_08_" + std::to_string(process::current_pid());
    asio::io_context io;
    asio::writable_pipe lifeline_a(io), lifeline_b(io);
    process::process a(io, program, {memory_name},
                       process::process_stdio{lifeline_a, {}, {}});
    process::process b(io, program, {memory_name},
                       process::process_stdio{lifeline_b, {}, {}});

    // Made when the children wait for it: they remove it, should this be
    // killed. A crashed predecessor may have left its memory under this name.
    ipc::shared_memory_object::remove(memory_name.c_str());
    ipc::remove_shared_memory_on_destroy remover(memory_name.c_str());
    ipc::managed_shared_memory memory(ipc::create_only, memory_name.c_str(),
                                      65536);
    auto& queue = memory.construct<Shared>(ipc::unique_instance)()->queue;

    lifeline_a.write_some(asio::buffer("\n", 1));
    lifeline_b.write_some(asio::buffer("\n", 1));

    for (int task = 1; task <= 5; ++task)
        queue.put(task);
    // A child that dies takes its task with it: nobody would report it done.
    while (!queue.join_for(std::chrono::milliseconds(100)))
        if (!a.running() || !b.running())
            throw std::runtime_error("a child has died");
    std::cout << "parent: all tasks are done" << std::endl;
    // The children wait for more. One may only be about to attach: it is ended
    // before the memory goes. None may be ended with the lock in its hands: the
    // other would find it broken.
    queue.undisturbed([&] {
        a.terminate();
        b.terminate();
    });
    return EXIT_SUCCESS;
}

int main(int argc, char* argv[]) try {
    return argc == 2 ? child(argv[1]) : parent(argv[0]);
} catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
}

/* Output:
*| child: does task 1
*| child: does task 2
*| child: does task 3
*| child: does task 4
*| child: does task 5
parent: all tasks are done
*/
