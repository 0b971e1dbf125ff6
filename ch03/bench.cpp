// ch03/bench.cpp
// How many processes a second are started and joined, by the way of the
// listings and by a bare fork or posix_spawn; and pi, summed by four of them.
// python/bench.py measures multiprocessing.Process under the same names.

#include <benchmark/benchmark.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <cerrno>
#include <cstdlib>
#include <initializer_list>
#include <iomanip>
#include <iostream>
#include <limits>
#include <list>
#include <string>
#include <system_error>

namespace asio = boost::asio;
namespace process = boost::process::v2;

namespace {

const char* program;

constexpr int workers = 4;
constexpr int terms = 1'000'000;
constexpr int share = terms / workers;

double sum_terms(int first, int last) {
    double sum = 0;
    for (int k = first; k < last; ++k)
        sum += (k % 2 == 0 ? 4.0 : -4.0) / (2 * k + 1);
    return sum;
}

int sum_share(int first, int last) {
    std::cout << std::setprecision(std::numeric_limits<double>::max_digits10)
              << sum_terms(first, last) << std::endl;
    return EXIT_SUCCESS;
}

// ---------------------------------------------------------------- one process

// The program started again, as nearly all listings do it. It is held against
// Python's default, which on Linux is a fork, and against its "spawn".
void start_and_join(benchmark::State& state) {
    asio::io_context io;
    for (auto _ : state)
        process::process(io, program, {"nothing"}).wait();
    state.SetItemsProcessed(state.iterations());
    state.SetLabel("limit: bare_spawn");
}

[[noreturn]] void fail(const char* what, int error = errno) {
    throw std::system_error(error, std::system_category(), what);
}

process::process fork_child(asio::io_context& io) {
    io.notify_fork(asio::io_context::fork_prepare);
    const pid_t pid = ::fork();
    if (pid == 0)
        ::_exit(EXIT_SUCCESS);
    const int error = errno;
    io.notify_fork(asio::io_context::fork_parent);
    if (pid == -1)
        fail("fork", error);
    return process::process(io.get_executor(), pid);
}

// A copy of this process in mid-run, as in 16_fork_and_spawn.cpp.
void start_and_join_fork(benchmark::State& state) {
    asio::io_context io;
    for (auto _ : state)
        fork_child(io).wait();
    state.SetItemsProcessed(state.iterations());
    state.SetLabel("limit: bare_fork");
}

// ---------------------------------------------------------------- four of them

void four_at_once(benchmark::State& state) {
    asio::io_context io;
    for (auto _ : state) {
        std::list<process::process> children;
        for (int worker = 0; worker < workers; ++worker)
            children.emplace_back(
                io, program, std::initializer_list<std::string>{"nothing"});
        for (process::process& child : children)
            child.wait();
    }
    state.SetItemsProcessed(state.iterations() * workers);
}

struct Worker {
    Worker(asio::io_context& io, int first, int last)
        : output(io),
          child(io, program,
                {"sum", std::to_string(first), std::to_string(last)},
                process::process_stdio{{}, output, {}}) {}

    double result() {
        std::string line;
        asio::read_until(output, asio::dynamic_buffer(line), '\n');
        child.wait();
        return std::stod(line);
    }

    asio::readable_pipe output;
    process::process child;
};

void pi(benchmark::State& state) {
    asio::io_context io;
    for (auto _ : state) {
        std::list<Worker> running;
        for (int k = 0; k < workers; ++k)
            running.emplace_back(io, k * share, (k + 1) * share);
        double sum = 0;
        for (Worker& worker : running)
            sum += worker.result();
        benchmark::DoNotOptimize(sum);
    }
    state.SetItemsProcessed(state.iterations() * terms);
}

void pi_sequential(benchmark::State& state) {
    int last = terms;
    for (auto _ : state) {
        benchmark::DoNotOptimize(last);
        benchmark::DoNotOptimize(sum_terms(0, last));
    }
    state.SetItemsProcessed(state.iterations() * terms);
}

// ---------------------------------------------------------------- the limits

void join(pid_t pid) {
    if (::waitpid(pid, nullptr, 0) != pid)
        fail("waitpid");
}

// The same program and role with nothing around the system's two calls.
void bare_spawn(benchmark::State& state) {
    std::string name = program, role = "nothing";
    char* const arguments[] = {name.data(), role.data(), nullptr};
    for (auto _ : state) {
        pid_t pid = 0;
        if (const int error = ::posix_spawn(&pid, program, nullptr, nullptr,
                                            arguments, environ))
            fail("posix_spawn", error);
        join(pid);
    }
    state.SetItemsProcessed(state.iterations());
}

void bare_fork(benchmark::State& state) {
    for (auto _ : state) {
        const pid_t pid = ::fork();
        if (pid == 0)
            ::_exit(EXIT_SUCCESS);
        if (pid == -1)
            fail("fork");
        join(pid);
    }
    state.SetItemsProcessed(state.iterations());
}

BENCHMARK(start_and_join)->UseRealTime();
BENCHMARK(start_and_join)->Name("start_and_join_spawn")->UseRealTime();
BENCHMARK(start_and_join_fork)->UseRealTime();
BENCHMARK(four_at_once)->UseRealTime();
BENCHMARK(pi)->UseRealTime();
BENCHMARK(pi_sequential)->UseRealTime();
BENCHMARK(bare_spawn)->UseRealTime();
BENCHMARK(bare_fork)->UseRealTime();

}  // namespace

int main(int argc, char* argv[]) {
    program = argv[0];
    const std::string role = argc > 1 ? argv[1] : "";
    if (role == "nothing")
        return EXIT_SUCCESS;
    if (role == "sum")
        return sum_share(std::stoi(argv[2]), std::stoi(argv[3]));
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
}
