// ch07/07_process_queue.cpp
// Two child processes take tasks out of one queue and put results into another.
// Whatever is no task they refuse.
// Python: multiprocessing.Queue, multiprocessing.Queue.put,
//   multiprocessing.Queue.put_nowait, multiprocessing.Queue.get,
//   multiprocessing.Queue.get_nowait, multiprocessing.Queue.qsize,
//   multiprocessing.Queue.full, multiprocessing.Queue.empty,
//   multiprocessing.SimpleQueue, multiprocessing.SimpleQueue.put,
//   multiprocessing.SimpleQueue.get, multiprocessing.SimpleQueue.empty

#include <boost/asio.hpp>
#include <boost/interprocess/ipc/message_queue.hpp>
#include <boost/interprocess/shared_memory_object.hpp>
#include <boost/process/v2.hpp>
#include <boost/thread.hpp>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <set>
#include <stdexcept>
#include <string>

namespace asio = boost::asio;
namespace ipc = boost::interprocess;
namespace process = boost::process::v2;
using Queue = ipc::message_queue;

struct Names {
    void remove() const {
        Queue::remove(tasks.c_str());
        Queue::remove(results.c_str());
    }

    std::string tasks, results;
};

// The parent writes a byte to standard input when the queues are there. The
// input ends when the parent is gone, however it went.
void begin_and_end_with_parent(const Names& names) {
    // Apart from C's stdin, whose lock the thread would still hold at exit.
    std::ios::sync_with_stdio(false);
    auto give_up = [names] {
        names.remove();
        std::_Exit(EXIT_FAILURE);
    };
    if (char go; !std::cin.get(go))
        give_up();
    boost::thread([give_up] {
        std::cin.rdbuf()->sgetc();
        give_up();
    }).detach();
}

int child(const Names& names) {
    begin_and_end_with_parent(names);
    Queue tasks(ipc::open_only, names.tasks.c_str());
    Queue results(ipc::open_only, names.results.c_str());
    std::int32_t task = 0;
    Queue::size_type size = 0;
    unsigned priority = 0;

    // A greeting of no bytes. With both here the names are needed no more:
    // nothing is left behind even if all processes are killed.
    results.send(&task, 0, 0);
    if (results.get_num_msg() >= 2)
        names.remove();

    while (tasks.receive(&task, sizeof task, size, priority), size > 0) {
        if (size != sizeof task) {
            std::cout << "child: refuses " << size << " bytes" << std::endl;
            continue;
        }
        const std::int64_t square = std::int64_t{task} * task;
        results.send(&square, sizeof square, 0);
    }
    return EXIT_SUCCESS;
}

int parent(const char* program) {
    const std::string id = std::to_string(process::current_pid());
    const Names names{"ch07_07_tasks_" + id, "ch07_07_results_" + id};
    asio::io_context io;
    asio::writable_pipe lifeline_a(io), lifeline_b(io);
    process::process a(io, program, {names.tasks, names.results},
                       process::process_stdio{lifeline_a, {}, {}});
    process::process b(io, program, {names.tasks, names.results},
                       process::process_stdio{lifeline_b, {}, {}});

    // Made when the children wait for them: they remove them, should this be
    // killed. A crashed predecessor may have left its queues under these names.
    names.remove();
    // A message queue is a shared memory object.
    ipc::remove_shared_memory_on_destroy tasks_remover(names.tasks.c_str());
    ipc::remove_shared_memory_on_destroy results_remover(names.results.c_str());
    Queue tasks(ipc::create_only, names.tasks.c_str(), 6, sizeof(std::int32_t));
    Queue results(ipc::create_only, names.results.c_str(), 8,
                  sizeof(std::int64_t));

    for (std::int32_t task : {1, 2, 3})
        tasks.send(&task, sizeof task, 0);
    tasks.send("??", 2, 0);
    // For each child a message of no bytes, after which it ends.
    tasks.send("", 0, 0);
    tasks.send("", 0, 0);
    if (tasks.get_num_msg() == tasks.get_max_msg())
        std::cout << "parent: the queue is full" << std::endl;
    if (!tasks.try_send("", 0, 0))
        std::cout << "parent: no room for another message" << std::endl;

    lifeline_a.write_some(asio::buffer("\n", 1));
    lifeline_b.write_some(asio::buffer("\n", 1));
    // The results wait in shared memory until they are fetched.
    if (a.wait() + b.wait() != EXIT_SUCCESS)
        throw std::runtime_error("a child has failed");

    std::multiset<std::int64_t> squares;
    std::int64_t square = 0;
    Queue::size_type size = 0;
    unsigned priority = 0;
    while (results.try_receive(&square, sizeof square, size, priority))
        if (size == sizeof square)
            squares.insert(square);
        else if (size > 0)
            throw std::runtime_error("a result is malformed");
    for (std::int64_t each : squares)
        std::cout << "parent: result " << each << std::endl;

    std::int32_t task = 0;
    if (!tasks.try_receive(&task, sizeof task, size, priority))
        std::cout << "parent: no task is left" << std::endl;
    return EXIT_SUCCESS;
}

int main(int argc, char* argv[]) try {
    return argc == 3 ? child({argv[1], argv[2]}) : parent(argv[0]);
} catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
}

/* Output:
parent: the queue is full
parent: no room for another message
child: refuses 2 bytes
parent: result 1
parent: result 4
parent: result 9
parent: no task is left
*/
