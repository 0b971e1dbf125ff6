// ch11/bench.cpp
// How many tasks executors take and futures answer in a second;
// python/bench.py measures concurrent.futures under the same names. The limits
// are a function handed to a thread and a number handed to a process, bare.

#define BOOST_THREAD_VERSION 5
#include <benchmark/benchmark.h>
#include <unistd.h>
#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <boost/thread.hpp>
#include <boost/thread/concurrent_queues/sync_queue.hpp>
#include <boost/thread/executors/basic_thread_pool.hpp>
#include <condition_variable>
#include <cstdlib>
#include <exception>
#include <functional>
#include <iostream>
#include <list>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace process = boost::process::v2;

namespace {

const char* program;

int square(int number) {
    return number * number;
}

int increment(boost::future<int> before) {
    return before.get() + 1;
}

// ---------------------------------------------------------------- threads

// One task at a time, to a pool of two.
void submit(benchmark::State& state) {
    boost::basic_thread_pool pool(2);
    for (auto _ : state)
        benchmark::DoNotOptimize(boost::async(pool, square, 7).get());
    state.SetItemsProcessed(state.iterations());
    state.SetLabel("limit: bare_submit");
}

constexpr int many = 1000;

// As in 03_executor_map.cpp: all tasks, then all results.
void map(benchmark::State& state) {
    boost::basic_thread_pool pool(2);
    for (auto _ : state) {
        std::vector<boost::future<int>> futures;
        for (int number = 0; number < many; ++number)
            futures.push_back(boost::async(pool, square, number));
        std::vector<int> results;
        for (boost::future<int>& future : futures)
            results.push_back(future.get());
        benchmark::DoNotOptimize(results.data());
    }
    state.SetItemsProcessed(state.iterations() * many);
}

// Three tasks, each begun by the end of the one before.
void continuations(benchmark::State& state) {
    boost::basic_thread_pool pool(2);
    for (auto _ : state)
        benchmark::DoNotOptimize(boost::async(pool, square, 7)
                                     .then(pool, &increment)
                                     .then(pool, &increment)
                                     .get());
    state.SetItemsProcessed(state.iterations());
}

constexpr int workers = 4;
constexpr int terms = 1'000'000 / workers;

double partial_pi(int first, int last) {
    double sum = 0;
    for (int k = first; k < last; ++k)
        sum += (k % 2 == 0 ? 4.0 : -4.0) / (2.0 * k + 1.0);
    return sum;
}

// As in 26_pi_futures.cpp, each time with a new pool.
void pi_futures(benchmark::State& state) {
    for (auto _ : state) {
        boost::basic_thread_pool pool(workers);
        std::vector<boost::future<double>> parts;
        for (int worker = 0; worker < workers; ++worker)
            parts.push_back(boost::async(pool, partial_pi, worker * terms,
                                         (worker + 1) * terms));
        double pi = 0;
        for (boost::future<double>& part : parts)
            pi += part.get();
        benchmark::DoNotOptimize(pi);
    }
    state.SetItemsProcessed(state.iterations() * workers * terms);
}

// ---------------------------------------------------------------- futures

// A result that is set and got by the same thread.
void promise(benchmark::State& state) {
    for (auto _ : state) {
        boost::promise<int> promise;
        boost::future<int> future = promise.get_future();
        promise.set_value(7);
        benchmark::DoNotOptimize(future.get());
    }
    state.SetItemsProcessed(state.iterations());
}

// The same with a callback that is there before the result.
void done_callback(benchmark::State& state) {
    for (auto _ : state) {
        boost::promise<int> promise;
        boost::future<void> called = promise.get_future().then(
            boost::launch::sync, [](boost::future<int> done) {
                benchmark::DoNotOptimize(done.get());
            });
        promise.set_value(7);
        called.get();
    }
    state.SetItemsProcessed(state.iterations());
}

// ---------------------------------------------------------------- processes

// The executor of 04_process_executor.cpp, for squares.
struct Worker {
    explicit Worker(asio::io_context& io)
        : tasks(io),
          results(io),
          child(io, program, {"work"},
                process::process_stdio{tasks, results, {}}) {}

    asio::writable_pipe tasks;
    asio::readable_pipe results;
    process::process child;
};

int work() {
    for (int number; std::cin >> number;)
        std::cout << square(number) << std::endl;
    return EXIT_SUCCESS;
}

class ProcessExecutor {
public:
    explicit ProcessExecutor(int processes) : threads_(processes) {
        while (processes-- > 0)
            idle_.push(&workers_.emplace_back(io_));
    }

    ~ProcessExecutor() {
        threads_.close();
        threads_.join();
        for (Worker& worker : workers_) {
            worker.tasks.close();
            worker.child.wait();
        }
    }

    boost::future<int> submit(int number) {
        return boost::async(threads_, [this, number] {
            Worker* worker = idle_.pull();
            asio::write(worker->tasks,
                        asio::buffer(std::to_string(number) + '\n'));
            std::string line;
            asio::read_until(worker->results, asio::dynamic_buffer(line), '\n');
            idle_.push(worker);
            return std::stoi(line);
        });
    }

private:
    asio::io_context io_;
    std::list<Worker> workers_;
    boost::sync_queue<Worker*> idle_;
    boost::basic_thread_pool threads_;
};

void process_submit(benchmark::State& state) {
    ProcessExecutor executor(2);
    for (auto _ : state)
        benchmark::DoNotOptimize(executor.submit(7).get());
    state.SetItemsProcessed(state.iterations());
    state.SetLabel("limit: bare_process");
}

void process_map(benchmark::State& state) {
    ProcessExecutor executor(2);
    for (auto _ : state) {
        std::vector<boost::future<int>> futures;
        for (int number = 0; number < many; ++number)
            futures.push_back(executor.submit(number));
        for (boost::future<int>& future : futures)
            benchmark::DoNotOptimize(future.get());
    }
    state.SetItemsProcessed(state.iterations() * many);
}

// ---------------------------------------------------------------- limits

// A thread that calls one function at a time.
class BareThread {
public:
    ~BareThread() {
        call(nullptr);
        thread_.join();
    }

    // Returns when the function has; without a function the thread ends.
    void call(std::function<void()> function) {
        std::unique_lock lock(mutex_);
        function_ = std::move(function);
        called_ = true;
        changed_.notify_one();
        changed_.wait(lock, [this] { return !called_; });
    }

private:
    void run() {
        std::unique_lock lock(mutex_);
        for (bool more = true; more; changed_.notify_one()) {
            changed_.wait(lock, [this] { return called_; });
            more = bool(function_);
            if (more)
                function_();
            called_ = false;
        }
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::function<void()> function_;
    bool called_ = false;
    std::thread thread_{&BareThread::run, this};
};

void bare_submit(benchmark::State& state) {
    BareThread thread;
    for (auto _ : state) {
        int result = 0;
        thread.call([&result] { result = square(7); });
        benchmark::DoNotOptimize(result);
    }
    state.SetItemsProcessed(state.iterations());
}

int bare_work() {
    int number = 0;
    while (read(STDIN_FILENO, &number, sizeof number) == sizeof number) {
        number = square(number);
        if (write(STDOUT_FILENO, &number, sizeof number) != sizeof number)
            break;
    }
    return EXIT_SUCCESS;
}

void bare_process(benchmark::State& state) {
    asio::io_context io;
    asio::writable_pipe task(io);
    asio::readable_pipe result(io);
    process::process child(io, program, {"bare_work"},
                           process::process_stdio{task, result, {}});
    for (auto _ : state) {
        int number = 7;
        if (write(task.native_handle(), &number, sizeof number) !=
                sizeof number ||
            read(result.native_handle(), &number, sizeof number) !=
                sizeof number)
            throw std::runtime_error("the process has not answered");
    }
    state.SetItemsProcessed(state.iterations());
}

BENCHMARK(submit)->UseRealTime();
BENCHMARK(map)->UseRealTime();
BENCHMARK(continuations)->UseRealTime();
BENCHMARK(pi_futures)->UseRealTime();
BENCHMARK(promise)->UseRealTime();
BENCHMARK(done_callback)->UseRealTime();
BENCHMARK(process_submit)->UseRealTime();
BENCHMARK(process_map)->UseRealTime();
BENCHMARK(bare_submit)->UseRealTime();
BENCHMARK(bare_process)->UseRealTime();

}  // namespace

int main(int argc, char* argv[]) try {
    program = argv[0];
    if (argc == 2 && argv[1] == std::string("work"))
        return work();
    if (argc == 2 && argv[1] == std::string("bare_work"))
        return bare_work();
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return EXIT_FAILURE;
    benchmark::RunSpecifiedBenchmarks();
} catch (const std::exception& error) {
    // Caught, so that the destructors have run and ended the processes.
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
}
