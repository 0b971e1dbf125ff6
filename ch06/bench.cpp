// ch06/bench.cpp
// How many times a second two threads, or two processes, hand a turn to each
// other and back: by events, a condition, semaphores; with it barriers and
// joins. The limit is the same by a futex and nothing else. python/bench.py
// measures Python's under the same names.

#include <benchmark/benchmark.h>
#include <linux/futex.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <array>
#include <atomic>
#include <boost/asio.hpp>
#include <boost/interprocess/managed_shared_memory.hpp>
#include <boost/interprocess/sync/interprocess_condition.hpp>
#include <boost/interprocess/sync/interprocess_mutex.hpp>
#include <boost/process/v2.hpp>
#include <boost/thread.hpp>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <numeric>
#include <semaphore>
#include <string>
#include <vector>

namespace asio = boost::asio;
namespace ipc = boost::interprocess;
namespace process = boost::process::v2;

namespace {

const char* program;

constexpr int rounds = 1000;

enum Player : std::size_t { ping, pong };

// A round is there and back. What the two hand over by knows how to give the
// turn to a player, and how to wait for one's own.
template <class Means>
void play(Means& means, Player self) {
    for (int round = 0; round < rounds; ++round) {
        if (self == pong)
            means.wait_for(pong);
        means.give_to(self == ping ? pong : ping);
        if (self == ping)
            means.wait_for(ping);
    }
}

// ---------------------------------------------------------------- the means

// The event of 03_event.cpp and 06_process_event.cpp.
template <class Mutex, class Condition>
class Event {
public:
    void set() {
        boost::unique_lock<Mutex> held(mutex_);
        flag_ = true;
        changed_.notify_all();
    }
    void clear() {
        boost::unique_lock<Mutex> held(mutex_);
        flag_ = false;
    }
    void wait() {
        boost::unique_lock<Mutex> lock(mutex_);
        changed_.wait(lock, [this] { return flag_; });
    }

private:
    Mutex mutex_;
    Condition changed_;
    bool flag_ = false;
};

// An event for each of the two.
template <class Mutex, class Condition>
class Events {
public:
    void give_to(Player player) {
        turns_[player].set();
    }
    void wait_for(Player self) {
        turns_[self].wait();
        turns_[self].clear();
    }

private:
    std::array<Event<Mutex, Condition>, 2> turns_;
};

// A condition, on which each of the two waits for its turn.
template <class Mutex, class Condition>
class Turn {
public:
    void give_to(Player player) {
        boost::unique_lock<Mutex> held(mutex_);
        turn_ = player;
        changed_.notify_one();
    }
    void wait_for(Player self) {
        boost::unique_lock<Mutex> lock(mutex_);
        changed_.wait(lock, [this, self] { return turn_ == self; });
    }

private:
    Mutex mutex_;
    Condition changed_;
    Player turn_ = ping;
};

// A semaphore for each, as in 18_ping_pong.cpp.
class Semaphores {
public:
    void give_to(Player player) {
        turns_[player].release();
    }
    void wait_for(Player self) {
        turns_[self].acquire();
    }

private:
    std::array<std::binary_semaphore, 2> turns_{std::binary_semaphore(0),
                                                std::binary_semaphore(0)};
};

// The limit: a word for each, and the system's two calls, one of which puts to
// sleep and one of which wakes.
class Futexes {
public:
    void give_to(Player player) {
        turns_[player].store(1, std::memory_order_release);
        call(player, FUTEX_WAKE_PRIVATE, 1);
    }
    void wait_for(Player self) {
        while (turns_[self].exchange(0, std::memory_order_acquire) == 0)
            call(self, FUTEX_WAIT_PRIVATE, 0);
    }

private:
    void call(Player player, int operation, std::uint32_t value) {
        ::syscall(SYS_futex, &turns_[player], operation, value, nullptr,
                  nullptr, 0);
    }

    std::array<std::atomic<std::uint32_t>, 2> turns_{};
};

using ThreadEvents = Events<boost::mutex, boost::condition_variable>;
using ThreadTurn = Turn<boost::mutex, boost::condition_variable>;
using ProcessEvents =
    Events<ipc::interprocess_mutex, ipc::interprocess_condition>;
using ProcessTurn = Turn<ipc::interprocess_mutex, ipc::interprocess_condition>;

// ---------------------------------------------------------------- threads

template <class Means>
void by_threads(benchmark::State& state) {
    for (auto _ : state) {
        Means means;
        boost::thread one([&] { play(means, ping); });
        boost::thread other([&] { play(means, pong); });
        one.join();
        other.join();
    }
    state.SetItemsProcessed(state.iterations() * rounds);
}

void event(benchmark::State& state) {
    by_threads<ThreadEvents>(state);
    state.SetLabel("limit: bare_futex");
}

void condition(benchmark::State& state) {
    by_threads<ThreadTurn>(state);
    state.SetLabel("limit: bare_futex");
}

void semaphore(benchmark::State& state) {
    by_threads<Semaphores>(state);
    state.SetLabel("limit: bare_futex");
}

void bare_futex(benchmark::State& state) {
    by_threads<Futexes>(state);
}

// Two threads that begin no round before the other has ended the last.
void barrier(benchmark::State& state) {
    for (auto _ : state) {
        boost::barrier both(2);
        auto walk = [&] {
            for (int round = 0; round < rounds; ++round)
                both.wait();
        };
        boost::thread one(walk);
        boost::thread other(walk);
        one.join();
        other.join();
    }
    state.SetItemsProcessed(state.iterations() * rounds);
}

// Three threads add up a third of the numbers each, as in 01_join.cpp.
void join(benchmark::State& state) {
    std::vector<int> numbers(3000);
    std::iota(numbers.begin(), numbers.end(), 1);
    std::array<int, 3> sums{};
    for (auto _ : state) {
        std::vector<boost::thread> threads;
        for (std::size_t third = 0; third < sums.size(); ++third)
            threads.emplace_back([&, third] {
                auto part = numbers.begin() + 1000 * std::ptrdiff_t(third);
                sums[third] = std::accumulate(part, part + 1000, 0);
            });
        for (boost::thread& thread : threads)
            thread.join();
        benchmark::DoNotOptimize(sums);
    }
    state.SetItemsProcessed(state.iterations() * std::ssize(sums));
}

// ---------------------------------------------------------------- processes

// Plays a game each time it is told to on its standard input, whose end is its
// own.
template <class Means>
int player(const std::string& self, const char* memory_name) {
    // Whoever is killed, nobody waits for a partner that is gone.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ipc::managed_shared_memory memory(ipc::open_only, memory_name);
    Means& means = *memory.find<Means>(ipc::unique_instance).first;
    std::cout << std::endl;
    while (std::cin.get() == '\n') {
        play(means, self == "ping" ? ping : pong);
        std::cout << std::endl;
    }
    return EXIT_SUCCESS;
}

struct Child {
    Child(asio::io_context& io, const std::string& means,
          const std::string& self, const std::string& memory_name)
        : input(io),
          output(io),
          child(io, program, {means, self, memory_name},
                process::process_stdio{input, output, {}}) {}
    void tell() {
        asio::write(input, asio::buffer("\n", 1));
    }
    void wait() {
        char byte;
        asio::read(output, asio::buffer(&byte, 1));
    }
    void end() {
        input.close();
        child.wait();
    }

    asio::writable_pipe input;
    asio::readable_pipe output;
    process::process child;
};

template <class Means>
void by_processes(benchmark::State& state, const std::string& role) {
    const std::string memory_name =
        "ch06_bench_" + std::to_string(process::current_pid());
    ipc::remove_shared_memory_on_destroy remover(memory_name.c_str());
    ipc::managed_shared_memory memory(ipc::create_only, memory_name.c_str(),
                                      65536);
    memory.construct<Means>(ipc::unique_instance)();
    asio::io_context io;
    Child one(io, role, "ping", memory_name);
    Child other(io, role, "pong", memory_name);
    one.wait();
    other.wait();
    // Both have opened it, so nobody needs the name any more.
    ipc::shared_memory_object::remove(memory_name.c_str());
    for (auto _ : state) {
        one.tell();
        other.tell();
        one.wait();
        other.wait();
    }
    state.SetItemsProcessed(state.iterations() * rounds);
    state.SetLabel("limit: bare_futex");
    one.end();
    other.end();
}

void process_event(benchmark::State& state) {
    by_processes<ProcessEvents>(state, "event");
}

void process_condition(benchmark::State& state) {
    by_processes<ProcessTurn>(state, "condition");
}

BENCHMARK(event)->UseRealTime();
BENCHMARK(condition)->UseRealTime();
BENCHMARK(semaphore)->UseRealTime();
BENCHMARK(barrier)->UseRealTime();
BENCHMARK(join)->UseRealTime();
BENCHMARK(process_event)->UseRealTime();
BENCHMARK(process_condition)->UseRealTime();
BENCHMARK(bare_futex)->UseRealTime();

}  // namespace

int main(int argc, char* argv[]) {
    program = argv[0];
    const std::string role = argc == 4 ? argv[1] : "";
    if (role == "event")
        return player<ProcessEvents>(argv[2], argv[3]);
    if (role == "condition")
        return player<ProcessTurn>(argv[2], argv[3]);
    benchmark::Initialize(&argc, argv);
    try {
        benchmark::RunSpecifiedBenchmarks();
    } catch (const std::exception& error) {
        // Caught, so that children and names are gone before this is.
        std::cerr << error.what() << '\n';
        return EXIT_FAILURE;
    }
}
