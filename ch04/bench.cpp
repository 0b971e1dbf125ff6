// ch04/bench.cpp
// How many threads a second are started and joined, what a thread's own
// variables cost, and pi, summed by one thread and by two. python/bench.py
// measures threading under the same names.

#include <benchmark/benchmark.h>
#include <pthread.h>
#include <boost/thread.hpp>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <system_error>
#include <vector>

namespace {

constexpr int terms = 1'000'000;

// ---------------------------------------------------------------- threads

void nothing() {}

// All are started before the first is joined.
void start_and_join(benchmark::State& state) {
    const auto threads = state.range(0);
    for (auto _ : state) {
        boost::thread_group group;
        for (std::int64_t i = 0; i < threads; ++i)
            group.create_thread(nothing);
        group.join_all();
    }
    state.SetItemsProcessed(state.iterations() * threads);
    state.SetLabel("limit: bare_thread/" + std::to_string(threads));
}

// ---------------------------------------------------------------- their own

thread_local int visits = 0;

void local_counter(benchmark::State& state) {
    for (auto _ : state)
        benchmark::DoNotOptimize(++visits);
    state.SetItemsProcessed(state.iterations());
}

void local_object(benchmark::State& state) {
    boost::thread_specific_ptr<int> session;
    session.reset(new int(7));
    for (auto _ : state)
        benchmark::DoNotOptimize(session.get());
    state.SetItemsProcessed(state.iterations());
    state.SetLabel("limit: local_counter");
}

// ---------------------------------------------------------------- computing

double partial_pi(int first, int last) {
    double sum = 0;
    for (int k = first; k < last; ++k)
        sum += (k % 2 == 0 ? 4.0 : -4.0) / (2.0 * k + 1.0);
    return sum;
}

void pi(benchmark::State& state) {
    const int workers = static_cast<int>(state.range(0));
    const int share = terms / workers;
    for (auto _ : state) {
        std::vector<double> sums(static_cast<std::size_t>(workers));
        boost::thread_group group;
        for (int worker = 0; worker < workers; ++worker)
            group.create_thread([&sums, share, worker] {
                sums[static_cast<std::size_t>(worker)] =
                    partial_pi(worker * share, (worker + 1) * share);
            });
        group.join_all();
        benchmark::DoNotOptimize(
            std::accumulate(sums.begin(), sums.end(), 0.0));
    }
    state.SetItemsProcessed(state.iterations() * terms);
}

// ---------------------------------------------------------------- the limit

void* no_work(void*) {
    return nullptr;
}

void check(int error) {
    if (error != 0)
        throw std::system_error(error, std::system_category(), "a thread");
}

// The two calls of the system's library that every thread comes to.
void bare_thread(benchmark::State& state) {
    std::vector<pthread_t> threads(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) {
        for (pthread_t& thread : threads)
            check(pthread_create(&thread, nullptr, no_work, nullptr));
        for (pthread_t thread : threads)
            check(pthread_join(thread, nullptr));
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

BENCHMARK(start_and_join)->Arg(1)->Arg(100)->UseRealTime();
BENCHMARK(local_counter)->UseRealTime();
BENCHMARK(local_object)->UseRealTime();
BENCHMARK(pi)->Arg(1)->Arg(2)->UseRealTime();
BENCHMARK(bare_thread)->Arg(1)->Arg(100)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
