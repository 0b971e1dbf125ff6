// ch08/bench.cpp
// What the pool does in a second; python/bench.py measures multiprocessing.Pool
// under the same names. pipe_round_trip is the yardstick of apply: two
// processes that hand one number to and fro.

#include "process_pool.hpp"

#include <benchmark/benchmark.h>
#include <sys/wait.h>
#include <unistd.h>
#include <boost/serialization/vector.hpp>
#include <cstdlib>
#include <numeric>
#include <utility>
#include <vector>

namespace {

constexpr unsigned processes = 2;

int square(int number) {
    return static_cast<int>(static_cast<unsigned>(number) * number);
}

double total(const std::vector<double>& numbers) {
    return numbers.front() * static_cast<double>(numbers.size());
}

void pipe_round_trip(benchmark::State& state) {
    int there[2], back[2];
    if (pipe(there) != 0 || pipe(back) != 0)
        std::abort();
    int number = 7;
    const pid_t child = fork();
    if (child == 0) {
        close(there[1]);
        while (read(there[0], &number, sizeof number) == sizeof number)
            if (write(back[1], &number, sizeof number) != sizeof number)
                break;
        _exit(EXIT_SUCCESS);
    }
    close(there[0]);
    close(back[1]);
    for (auto _ : state)
        if (write(there[1], &number, sizeof number) != sizeof number ||
            read(back[0], &number, sizeof number) != sizeof number)
            std::abort();
    state.SetItemsProcessed(state.iterations());
    close(there[1]);
    close(back[0]);
    waitpid(child, nullptr, 0);
}

void apply(benchmark::State& state) {
    process_pool pool(processes);
    pool.apply<square>(7);
    for (auto _ : state)
        benchmark::DoNotOptimize(pool.apply<square>(7));
    state.SetItemsProcessed(state.iterations());
    state.SetLabel("limit: pipe_round_trip");
}

void map_small(benchmark::State& state) {
    process_pool pool(processes);
    std::vector<int> numbers(20'000);
    std::iota(numbers.begin(), numbers.end(), 0);
    const auto chunk = static_cast<std::size_t>(state.range(0));
    pool.map<square>(numbers, chunk);
    for (auto _ : state)
        benchmark::DoNotOptimize(pool.map<square>(numbers, chunk));
    state.SetItemsProcessed(state.iterations() * std::ssize(numbers));
}

void map_large(benchmark::State& state) {
    process_pool pool(processes);
    const std::vector<std::vector<double>> lists(1'000,
                                                 std::vector<double>(1'000, 1));
    const auto chunk = static_cast<std::size_t>(state.range(0));
    pool.map<total>(lists, chunk);
    for (auto _ : state)
        benchmark::DoNotOptimize(pool.map<total>(lists, chunk));
    state.SetItemsProcessed(state.iterations() * std::ssize(lists));
}

double sum_terms(int first, int last) {
    double sum = 0;
    for (int k = first; k < last; ++k)
        sum += (k % 2 == 0 ? 4.0 : -4.0) / (2 * k + 1);
    return sum;
}

// As in 19_pi_pool.cpp: four tasks with a quarter of the series each.
void pi(benchmark::State& state) {
    constexpr int parts = 4, share = 50'000;
    process_pool pool(processes);
    std::vector<std::pair<int, int>> ranges;
    for (int part = 0; part < parts; ++part)
        ranges.emplace_back(part * share, (part + 1) * share);
    pool.starmap<sum_terms>(ranges);
    for (auto _ : state)
        benchmark::DoNotOptimize(pool.starmap<sum_terms>(ranges));
    state.SetItemsProcessed(state.iterations() * parts * share);
}

}  // namespace

BENCHMARK(pipe_round_trip)->UseRealTime();
BENCHMARK(apply)->UseRealTime();
BENCHMARK(map_small)->Arg(1)->Arg(100)->UseRealTime();
BENCHMARK(map_large)->Arg(1)->Arg(100)->UseRealTime();
BENCHMARK(pi)->UseRealTime();

int main(int argc, char* argv[]) {
    process_pool::run_worker();
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return EXIT_FAILURE;
    benchmark::RunSpecifiedBenchmarks();
}
