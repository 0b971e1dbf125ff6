// ch12/48_cpu_bound_in_processes.cpp
// Four computations are shared out to two worker processes. The loop waits for
// none of them: it tells each worker its next task when it is idle.
// Python: asyncio.loop.run_in_executor, asyncio.gather

#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/process/v2.hpp>
#include <cstddef>
#include <exception>
#include <iostream>
#include <list>
#include <string>

namespace asio = boost::asio;
namespace process = boost::process::v2;
using namespace asio::experimental::awaitable_operators;
using boost::system::error_code;

int count_primes(int limit) {
    int primes = 0;
    for (int number = 2; number < limit; ++number) {
        bool prime = true;
        for (int divisor = 2; prime && divisor * divisor <= number; ++divisor)
            prime = number % divisor != 0;
        primes += prime;
    }
    return primes;
}

// The worker's side, this same program in another role: a line in is a task, a
// line out its result. It ends when its standard input does.
int work() {
    for (int limit; std::cin >> limit;)
        std::cout << count_primes(limit) << std::endl;
    return 0;
}

struct Worker {
    Worker(asio::io_context& loop, const char* program)
        : tasks(loop),
          results(loop),
          child(loop, program, {"work"},
                process::process_stdio{tasks, results, {}}) {}

    asio::writable_pipe tasks;
    asio::readable_pipe results;
    process::process child;
};

class Workers {
public:
    Workers(asio::io_context& loop, const char* program, std::size_t count)
        : idle_(loop, count) {
        while (workers_.size() < count) {
            workers_.emplace_back(loop, program);
            idle_.try_send(error_code(), &workers_.back());
        }
    }

    ~Workers() {
        for (Worker& worker : workers_) {
            worker.tasks.close();
            worker.child.wait();
        }
    }

    asio::awaitable<int> run(int limit) {
        Worker* worker = co_await idle_.async_receive(asio::use_awaitable);
        const std::string task = std::to_string(limit) + '\n';
        co_await asio::async_write(worker->tasks, asio::buffer(task),
                                   asio::use_awaitable);
        std::string result;
        co_await asio::async_read_until(worker->results,
                                        asio::dynamic_buffer(result), '\n',
                                        asio::use_awaitable);
        // There is room: no more workers are idle than there are.
        idle_.try_send(error_code(), worker);
        co_return std::stoi(result);
    }

private:
    // Workers stay at their address while the list grows.
    std::list<Worker> workers_;
    asio::experimental::channel<void(error_code, Worker*)> idle_;
};

asio::awaitable<void> count(Workers& workers) {
    const auto [a, b, c, d] =
        co_await (workers.run(10) && workers.run(100) && workers.run(1000) &&
                  workers.run(10000));
    std::cout << a << ' ' << b << ' ' << c << ' ' << d << " primes\n";
}

int main(int argc, char* argv[]) {
    if (argc > 1)
        return work();

    asio::io_context loop;
    Workers workers(loop, argv[0], 2);
    asio::co_spawn(loop, count(workers), [](std::exception_ptr error) {
        if (error)
            std::rethrow_exception(error);
    });
    loop.run();
}

/* Output:
4 25 168 1229 primes
*/
