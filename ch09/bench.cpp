// ch09/bench.cpp
// How many calls a second a manager's server answers, to one client and to
// four, beside a bare round trip between two processes.

#include <benchmark/benchmark.h>
#include <openssl/crypto.h>
#include <sys/socket.h>
#include <unistd.h>
#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <boost/serialization/vector.hpp>
#include <iostream>
#include <list>
#include <string>
#include <utility>
#include <vector>
#include "manager.hpp"

namespace asio = boost::asio;
namespace process = boost::process::v2;

namespace {

int program_argc;
char** program_argv;

constexpr int calls = 5000;

// A process that does its work each time it is told to on its standard input.
struct Child {
    explicit Child(const std::vector<std::string>& arguments)
        : child(io, program_argv[0], arguments,
                process::process_stdio{input, output, {}}) {}
    void tell() {
        asio::write(input, asio::buffer("\n", 1));
    }
    void wait() {
        char byte;
        asio::read(output, asio::buffer(&byte, 1));
    }

    asio::io_context io;
    asio::writable_pipe input{io};
    asio::readable_pipe output{io};
    process::process child;
};

int client(const std::string& token) {
    const managers::Client client(token);
    const auto number = client.attach<managers::ValueProxy<int>>(token);
    std::cout << std::endl;
    while (std::cin.get() == '\n') {
        for (int n = 0; n < calls; ++n)
            number.get();
        std::cout << std::endl;
    }
    return 0;
}

int echo() {
    char bytes[64];
    ssize_t size;
    while ((size = ::recv(STDIN_FILENO, bytes, sizeof bytes, 0)) > 0)
        ::send(STDIN_FILENO, bytes, static_cast<std::size_t>(size),
               MSG_NOSIGNAL);
    return 0;
}

// One call from one process.
void call(benchmark::State& state) {
    const managers::Manager manager(program_argc, program_argv);
    const auto number = manager.value(1);
    for (auto _ : state)
        benchmark::DoNotOptimize(number.get());
    state.SetItemsProcessed(state.iterations());
    state.SetLabel("limit: bare_round_trip");
}

// Calls from four processes at once.
void calls_of_four(benchmark::State& state) {
    const managers::Manager manager(program_argc, program_argv);
    const auto number = manager.value(1);
    std::list<Child> children;
    for (int n = 0; n < 4; ++n)
        children.emplace_back(std::vector<std::string>{"-", number.token()});
    for (Child& child : children)
        child.wait();
    for (auto _ : state) {
        for (Child& child : children)
            child.tell();
        for (Child& child : children)
            child.wait();
    }
    state.SetItemsProcessed(state.iterations() * 4 * calls);
    for (Child& child : children) {
        child.input.close();
        child.child.wait();
    }
}

int sum_terms(const std::string& token, int first, int last) {
    double sum = 0;
    for (int k = first; k < last; ++k)
        sum += (k % 2 == 0 ? 4.0 : -4.0) / (2 * k + 1);
    const managers::Client client(token);
    client.attach<managers::ListProxy<double>>(token).append(sum);
    return 0;
}

// As in 19_pi_manager.cpp: four processes, started each time, that put a
// quarter of the series each into a list of the manager.
void pi(benchmark::State& state) {
    constexpr int workers = 4, share = 250'000;
    const managers::Manager manager(program_argc, program_argv);
    asio::io_context io;
    for (auto _ : state) {
        const auto parts = manager.list<double>();
        std::list<process::process> started;
        for (int n = 0; n < workers; ++n)
            started.emplace_back(
                io, program_argv[0],
                std::vector<std::string>{"-", parts.token(),
                                         std::to_string(n * share),
                                         std::to_string((n + 1) * share)});
        for (process::process& one : started)
            one.wait();
        benchmark::DoNotOptimize(parts.get_value());
    }
    state.SetItemsProcessed(state.iterations() * workers * share);
}

// As many bytes there and back as a call has, with nothing done to them.
void bare_round_trip(benchmark::State& state) {
    int ends[2];
    managers::checked(
        ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), "pair");
    managers::Descriptor here(ends[0]), there(ends[1]);
    asio::io_context io;
    process::process child(io, program_argv[0], {"-"},
                           process::process_stdio{there.get(), {}, {}});
    there.close();
    char bytes[64] = {};
    for (auto _ : state) {
        ::send(here.get(), bytes, sizeof bytes, MSG_NOSIGNAL);
        ::recv(here.get(), bytes, sizeof bytes, MSG_WAITALL);
    }
    state.SetItemsProcessed(state.iterations());
    here.close();
    child.wait();
}

BENCHMARK(call)->UseRealTime();
BENCHMARK(calls_of_four)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(pi)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(bare_round_trip)->UseRealTime();

}  // namespace

int main(int argc, char* argv[]) {
    program_argc = argc;
    program_argv = argv;
    managers::Types types;
    types.value<int>();
    types.list<double>();
    if (managers::is_server(argc, argv))
        return managers::serve(types);
    if (argc == 3 && std::string(argv[1]) == "-")
        return client(argv[2]);
    if (argc == 5 && std::string(argv[1]) == "-")
        return sum_terms(argv[2], std::stoi(argv[3]), std::stoi(argv[4]));
    if (argc == 2 && std::string(argv[1]) == "-")
        return echo();
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
}
