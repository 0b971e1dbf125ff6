// ch05/bench.cpp
// How often a second a lock is taken and released, by one thread, by two that
// want the same one, and by two processes; with it semaphores, an atomic, and
// pi. The limit is a lock made of a futex and nothing else. python/bench.py
// measures Python's locks under the same names.

#include <benchmark/benchmark.h>
#include <linux/futex.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <atomic>
#include <boost/asio.hpp>
#include <boost/interprocess/mapped_region.hpp>
#include <boost/interprocess/shared_memory_object.hpp>
#include <boost/interprocess/sync/named_mutex.hpp>
#include <boost/interprocess/sync/scoped_lock.hpp>
#include <boost/process/v2.hpp>
#include <boost/thread.hpp>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <list>
#include <mutex>
#include <semaphore>
#include <string>

namespace asio = boost::asio;
namespace ipc = boost::interprocess;
namespace process = boost::process::v2;

namespace {

const char* program;

constexpr int rounds = 100'000;

// ---------------------------------------------------------------- threads

// As many threads as the benchmark's argument says do the work, rounds times
// each.
template <class Work>
void by_threads(benchmark::State& state, const Work& work) {
    const auto threads = state.range(0);
    for (auto _ : state) {
        boost::thread_group group;
        for (std::int64_t i = 0; i < threads; ++i)
            group.create_thread([&work] {
                for (int round = 0; round < rounds; ++round)
                    work();
            });
        group.join_all();
    }
    state.SetItemsProcessed(state.iterations() * threads * rounds);
}

template <class Lock>
void count_under(benchmark::State& state, Lock& lock) {
    int counter = 0;
    by_threads(state, [&] {
        std::lock_guard<Lock> held(lock);
        benchmark::DoNotOptimize(++counter);
    });
}

void lock(benchmark::State& state) {
    boost::mutex mutex;
    count_under(state, mutex);
    state.SetLabel("limit: bare_lock/" + std::to_string(state.range(0)));
}

// Taken again by the thread that holds it.
void recursive_lock(benchmark::State& state) {
    boost::recursive_mutex mutex;
    int counter = 0;
    for (auto _ : state) {
        boost::lock_guard<boost::recursive_mutex> outer(mutex);
        boost::lock_guard<boost::recursive_mutex> inner(mutex);
        benchmark::DoNotOptimize(++counter);
    }
    state.SetItemsProcessed(state.iterations() * 2);
}

void semaphore(benchmark::State& state) {
    std::counting_semaphore<> places(2);
    int counter = 0;
    for (auto _ : state) {
        places.acquire();
        benchmark::DoNotOptimize(++counter);
        places.release();
    }
    state.SetItemsProcessed(state.iterations());
    state.SetLabel("limit: bare_lock/1");
}

void atomic(benchmark::State& state) {
    std::atomic<int> next_ticket = 0;
    by_threads(state, [&] {
        benchmark::DoNotOptimize(
            next_ticket.fetch_add(1, std::memory_order_relaxed));
    });
}

void pi(benchmark::State& state) {
    constexpr int workers = 4;
    constexpr int terms = 1'000'000 / workers;
    for (auto _ : state) {
        double total = 0;
        boost::mutex mutex;
        boost::thread_group group;
        for (int id = 0; id < workers; ++id)
            group.create_thread([&, id] {
                double part = 0;
                for (int k = id * terms; k < (id + 1) * terms; ++k)
                    part += (k % 2 == 0 ? 1.0 : -1.0) / (2 * k + 1);
                boost::lock_guard<boost::mutex> held(mutex);
                total += part;
            });
        group.join_all();
        benchmark::DoNotOptimize(4 * total);
    }
    state.SetItemsProcessed(state.iterations() * workers * terms);
}

// ---------------------------------------------------------------- processes

struct Names {
    const std::string base =
        "ch05_bench_" + std::to_string(process::current_pid());
    const std::string lock = base + "_lock";
    const std::string memory = base + "_memory";

    void remove() const {
        ipc::named_mutex::remove(lock.c_str());
        ipc::shared_memory_object::remove(memory.c_str());
    }
    ~Names() {
        remove();
    }
};

// Counts each time it is told to on its standard input, whose end is its own.
int counter_process(const char* lock_name, const char* memory_name) {
    // Whoever is killed, nobody waits for a partner that is gone.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ipc::named_mutex mutex(ipc::open_only, lock_name);
    ipc::shared_memory_object memory(ipc::open_only, memory_name,
                                     ipc::read_write);
    ipc::mapped_region region(memory, ipc::read_write);
    int& counter = *static_cast<int*>(region.get_address());
    std::cout << std::endl;
    while (std::cin.get() == '\n') {
        for (int round = 0; round < rounds; ++round) {
            ipc::scoped_lock<ipc::named_mutex> held(mutex);
            benchmark::DoNotOptimize(++counter);
        }
        std::cout << std::endl;
    }
    return EXIT_SUCCESS;
}

struct Child {
    Child(asio::io_context& io, const Names& names)
        : input(io),
          output(io),
          child(io, program, {"-", names.lock, names.memory},
                process::process_stdio{input, output, {}}) {}
    void tell() {
        asio::write(input, asio::buffer("\n", 1));
    }
    void wait() {
        char byte;
        asio::read(output, asio::buffer(&byte, 1));
    }

    asio::writable_pipe input;
    asio::readable_pipe output;
    process::process child;
};

// Two processes that want the same lock.
void process_lock(benchmark::State& state) {
    const Names names;
    ipc::named_mutex mutex(ipc::create_only, names.lock.c_str());
    ipc::shared_memory_object memory(ipc::create_only, names.memory.c_str(),
                                     ipc::read_write);
    memory.truncate(sizeof(int));
    asio::io_context io;
    std::list<Child> children;
    for (int n = 0; n < 2; ++n)
        children.emplace_back(io, names);
    for (Child& child : children)
        child.wait();
    // Both have opened them, so nobody needs the names any more.
    names.remove();
    for (auto _ : state) {
        for (Child& child : children)
            child.tell();
        for (Child& child : children)
            child.wait();
    }
    state.SetItemsProcessed(state.iterations() * 2 * rounds);
    state.SetLabel("limit: bare_lock/2");
    for (Child& child : children) {
        child.input.close();
        child.child.wait();
    }
}

// ---------------------------------------------------------------- the limit

// A word that says free, held, or held and wanted by others. The system has
// a part in it only where somebody has to sleep or to be woken.
class Futex {
public:
    void lock() {
        std::uint32_t seen = free;
        if (word_.compare_exchange_strong(seen, held,
                                          std::memory_order_acquire))
            return;
        while (word_.exchange(wanted, std::memory_order_acquire) != free)
            call(FUTEX_WAIT_PRIVATE, wanted);
    }
    void unlock() {
        if (word_.exchange(free, std::memory_order_release) == wanted)
            call(FUTEX_WAKE_PRIVATE, 1);
    }

private:
    static constexpr std::uint32_t free = 0, held = 1, wanted = 2;

    void call(int operation, std::uint32_t value) {
        ::syscall(SYS_futex, &word_, operation, value, nullptr, nullptr, 0);
    }

    std::atomic<std::uint32_t> word_ = free;
};

void bare_lock(benchmark::State& state) {
    Futex futex;
    count_under(state, futex);
}

BENCHMARK(lock)->Arg(1)->Arg(2)->UseRealTime();
BENCHMARK(recursive_lock)->UseRealTime();
BENCHMARK(semaphore)->UseRealTime();
BENCHMARK(process_lock)->UseRealTime();
BENCHMARK(atomic)->Arg(1)->Arg(2)->UseRealTime();
BENCHMARK(pi)->UseRealTime();
BENCHMARK(bare_lock)->Arg(1)->Arg(2)->UseRealTime();

}  // namespace

int main(int argc, char* argv[]) {
    program = argv[0];
    if (argc == 4 && std::string(argv[1]) == "-")
        return counter_process(argv[2], argv[3]);
    benchmark::Initialize(&argc, argv);
    try {
        benchmark::RunSpecifiedBenchmarks();
    } catch (const std::exception& error) {
        // Caught, so that children and names are gone before this is.
        std::cerr << error.what() << '\n';
        return EXIT_FAILURE;
    }
}
