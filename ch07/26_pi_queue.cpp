// ch07/26_pi_queue.cpp
// Four processes take a quarter of the Leibniz series each out of one queue and
// put their sums into another.
// Python: multiprocessing.Queue, multiprocessing.Queue.get,
//   multiprocessing.Queue.put

#include <array>
#include <boost/asio.hpp>
#include <boost/interprocess/ipc/message_queue.hpp>
#include <boost/interprocess/shared_memory_object.hpp>
#include <boost/process/v2.hpp>
#include <cstdlib>
#include <iomanip>
#include <iostream>
#include <list>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <string>

namespace asio = boost::asio;
namespace ipc = boost::interprocess;
namespace process = boost::process::v2;

constexpr int workers = 4;
constexpr int terms = 1'000'000 / workers;

struct Sum {
    int worker;
    double value;
};

// A message has a size: one of another size is none of ours.
template <typename Message>
std::optional<Message> receive(ipc::message_queue& queue) {
    Message message;
    ipc::message_queue::size_type size = 0;
    unsigned priority = 0;
    if (!queue.try_receive(&message, sizeof message, size, priority) ||
        size != sizeof message)
        return std::nullopt;
    return message;
}

int work(const std::string& tasks_name, const std::string& sums_name) {
    auto remove_names = [&] {
        ipc::message_queue::remove(tasks_name.c_str());
        ipc::message_queue::remove(sums_name.c_str());
    };
    // A byte says that the queues are there. No byte: the parent is gone, and
    // what it may have made has to go with it.
    if (char go; !std::cin.get(go)) {
        remove_names();
        return EXIT_FAILURE;
    }
    ipc::message_queue tasks(ipc::open_only, tasks_name.c_str());
    ipc::message_queue sums(ipc::open_only, sums_name.c_str());
    const std::optional<int> task = receive<int>(tasks);
    // There is a task for each. When none is left, all workers have both queues
    // open: from then on nothing can be left behind, even if all are killed.
    if (tasks.get_num_msg() == 0)
        remove_names();
    if (!task || *task < 0 || *task >= workers)
        throw std::runtime_error("no task");

    const int worker = *task;
    Sum sum{worker, 0};
    for (int k = worker * terms; k < (worker + 1) * terms; ++k)
        sum.value += (k % 2 == 0 ? 4.0 : -4.0) / (2.0 * k + 1.0);
    std::cout << "worker " << worker << ": " << terms << " terms" << std::endl;
    sums.send(&sum, sizeof sum, 0);
    return EXIT_SUCCESS;
}

struct Worker {
    Worker(asio::io_context& io, const char* program,
           const std::string& tasks_name, const std::string& sums_name)
        : gate(io),
          running(io, program, {tasks_name, sums_name},
                  process::process_stdio{gate, {}, {}}) {}

    asio::writable_pipe gate;
    process::process running;  // its destructor ends it, should it still run
};

void expect_success(boost::system::error_code, int exit_code) {
    if (exit_code != 0)
        throw std::runtime_error("a worker has failed");
}

int main(int argc, char* argv[]) try {
    if (argc == 3)
        return work(argv[1], argv[2]);

    const std::string id = std::to_string(process::current_pid());
    const std::string tasks_name = "ch07_26_tasks_" + id;
    const std::string sums_name = "ch07_26_sums_" + id;
    asio::io_context io;
    std::list<Worker> started;
    for (int i = 0; i < workers; ++i)
        started.emplace_back(io, argv[0], tasks_name, sums_name);

    // Made when the workers wait for them: they remove them, should this be
    // killed. A crashed predecessor may have left its queues under these names.
    ipc::message_queue::remove(tasks_name.c_str());
    ipc::message_queue::remove(sums_name.c_str());
    ipc::remove_shared_memory_on_destroy tasks_remover(tasks_name.c_str());
    ipc::remove_shared_memory_on_destroy sums_remover(sums_name.c_str());
    ipc::message_queue tasks(ipc::create_only, tasks_name.c_str(), workers,
                             sizeof(int));
    ipc::message_queue sums(ipc::create_only, sums_name.c_str(), workers,
                            sizeof(Sum));

    for (int task = 0; task < workers; ++task)
        tasks.send(&task, sizeof task, 0);
    for (Worker& worker : started) {
        worker.gate.write_some(asio::buffer("\n", 1));
        worker.running.async_wait(expect_success);
    }
    // There is room for all sums, so nobody waits to put his in.
    io.run();

    std::array<double, workers> parts{};
    for (int i = 0; i < workers; ++i) {
        const std::optional<Sum> sum = receive<Sum>(sums);
        if (!sum)
            throw std::runtime_error("a sum is missing");
        parts.at(sum->worker) = sum->value;
    }
    const double pi = std::accumulate(parts.begin(), parts.end(), 0.0);
    std::cout << "pi = " << std::fixed << std::setprecision(5) << pi << '\n';
} catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
}

/* Output:
*| worker 0: 250000 terms
*| worker 1: 250000 terms
*| worker 2: 250000 terms
*| worker 3: 250000 terms
pi = 3.14159
*/
