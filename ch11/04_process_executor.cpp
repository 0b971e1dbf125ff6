// ch11/04_process_executor.cpp
// An executor whose workers are two processes. Each task goes out to one of
// them, and its result comes back into a future.
// Python: concurrent.futures.ProcessPoolExecutor,
//   concurrent.futures.Executor.submit, concurrent.futures.Future.result

#define BOOST_THREAD_VERSION 5
#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <boost/thread.hpp>
#include <boost/thread/concurrent_queues/sync_queue.hpp>
#include <boost/thread/executors/basic_thread_pool.hpp>
#include <iostream>
#include <list>
#include <string>
#include <vector>

namespace asio = boost::asio;
namespace process = boost::process::v2;

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
    Worker(asio::io_context& io, const char* program)
        : tasks(io),
          results(io),
          child(io, program, {"work"},
                process::process_stdio{tasks, results, {}}) {}

    asio::writable_pipe tasks;
    asio::readable_pipe results;
    process::process child;
};

class ProcessExecutor {
public:
    ProcessExecutor(const char* program, int workers)
        : workers_(start(io_, program, workers)), threads_(workers) {
        for (Worker& worker : workers_)
            idle_.push(&worker);
    }

    ~ProcessExecutor() {
        threads_.close();
        threads_.join();
        for (Worker& worker : workers_) {
            worker.tasks.close();
            worker.child.wait();
        }
    }

    // As many threads as processes; all they do is wait for the answers.
    boost::future<int> submit(int limit) {
        return boost::async(threads_, [this, limit] {
            Worker* worker = idle_.pull();
            asio::write(worker->tasks,
                        asio::buffer(std::to_string(limit) + '\n'));
            std::string line;
            asio::read_until(worker->results, asio::dynamic_buffer(line), '\n');
            idle_.push(worker);
            return std::stoi(line);
        });
    }

private:
    static std::list<Worker> start(asio::io_context& io, const char* program,
                                   int workers) {
        std::list<Worker> started;
        while (workers-- > 0)
            started.emplace_back(io, program);
        return started;
    }

    asio::io_context io_;
    std::list<Worker> workers_;
    boost::sync_queue<Worker*> idle_;
    boost::basic_thread_pool threads_;
};

int main(int argc, char* argv[]) {
    if (argc > 1)
        return work();

    ProcessExecutor executor(argv[0], 2);
    std::vector<boost::future<int>> counts;
    for (int limit : {10, 100, 1000})
        counts.push_back(executor.submit(limit));
    for (boost::future<int>& count : counts)
        std::cout << count.get() << " primes" << std::endl;
}

/* Output:
4 primes
25 primes
168 primes
*/
