// ch10/bench.cpp
// How many programs are run in a second, and what goes through pipes to and
// from them; python/bench.py measures subprocess under the same names. The
// limits are posix_spawn and bare pipes.

#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <array>
#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/process/v2.hpp>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

namespace asio = boost::asio;
namespace process = boost::process::v2;
using namespace asio::experimental::awaitable_operators;

namespace {

void check(bool held) {
    if (!held)
        throw std::runtime_error("a program has not done what it should");
}

// ---------------------------------------------------------------- programs

// As in 01_run.cpp.
void run(benchmark::State& state) {
    for (auto _ : state) {
        asio::io_context io;
        process::process child(io, "/bin/true", {});
        check(child.wait() == 0);
    }
    state.SetItemsProcessed(state.iterations());
    state.SetLabel("limit: bare_spawn");
}

// As in 03_capture_output.cpp.
void captured_output(benchmark::State& state) {
    for (auto _ : state) {
        asio::io_context io;
        asio::readable_pipe output_pipe(io), error_pipe(io);
        process::process child(
            io, "/bin/echo", {"hello"},
            process::process_stdio{{}, output_pipe, error_pipe});
        std::string output, errors;
        asio::async_read(output_pipe, asio::dynamic_buffer(output),
                         asio::detached);
        asio::async_read(error_pipe, asio::dynamic_buffer(errors),
                         asio::detached);
        io.run();
        check(child.wait() == 0 && output == "hello\n");
    }
    state.SetItemsProcessed(state.iterations());
}

asio::awaitable<void> write_all(asio::writable_pipe& input,
                                const std::string& text) {
    co_await asio::async_write(input, asio::buffer(text), asio::use_awaitable);
    input.close();
}

asio::awaitable<std::string> read_all(asio::readable_pipe& output) {
    std::string text;
    co_await asio::async_read(output, asio::dynamic_buffer(text),
                              asio::as_tuple(asio::use_awaitable));
    co_return text;
}

asio::awaitable<void> sort_and_lower(asio::io_context& io) {
    asio::writable_pipe input(io), joint(io);
    asio::readable_pipe output(io);
    process::process sort(io, "/usr/bin/sort", {"-r"},
                          process::process_stdio{joint, output, {}});
    process::process tr(io, "/usr/bin/tr", {"A-Z", "a-z"},
                        process::process_stdio{input, joint, {}});
    joint.close();

    const std::string fruit = "Fig\nPEAR\napple\n";
    check(co_await (write_all(input, fruit) && read_all(output)) ==
          "pear\nfig\napple\n");
    co_await (tr.async_wait(asio::use_awaitable) &&
              sort.async_wait(asio::use_awaitable));
}

void rethrow(const std::exception_ptr& failure) {
    if (failure)
        std::rethrow_exception(failure);
}

// As in 15_pipeline.cpp: both programs are started each time.
void pipeline(benchmark::State& state) {
    for (auto _ : state) {
        asio::io_context io;
        asio::co_spawn(io, sort_and_lower(io), rethrow);
        io.run();
    }
    state.SetItemsProcessed(state.iterations());
}

// ---------------------------------------------------------------- pipes

asio::awaitable<void> converse(benchmark::State& state, asio::io_context& io) {
    process::popen child(io, "/bin/cat", {});
    const std::string line = "what is 12 squared?\n";
    std::string received;
    for (auto _ : state) {
        co_await asio::async_write(child, asio::buffer(line),
                                   asio::use_awaitable);
        const std::size_t length = co_await asio::async_read_until(
            child, asio::dynamic_buffer(received), '\n', asio::use_awaitable);
        check(received.substr(0, length) == line);
        received.erase(0, length);
    }
    child.get_stdin().close();
    co_await child.async_wait(asio::use_awaitable);
}

// As in 11_conversation.cpp: a line to cat, and the line that comes back.
void conversation(benchmark::State& state) {
    asio::io_context io;
    asio::co_spawn(io, converse(state, io), rethrow);
    io.run();
    state.SetItemsProcessed(state.iterations());
    state.SetLabel("limit: bare_conversation");
}

// The same lines where nothing else is waited for.
void conversation_blocking(benchmark::State& state) {
    asio::io_context io;
    process::popen child(io, "/bin/cat", {});
    const std::string line = "what is 12 squared?\n";
    std::string received;
    for (auto _ : state) {
        asio::write(child, asio::buffer(line));
        const std::size_t length =
            asio::read_until(child, asio::dynamic_buffer(received), '\n');
        check(received.substr(0, length) == line);
        received.erase(0, length);
    }
    child.get_stdin().close();
    child.wait();
    state.SetItemsProcessed(state.iterations());
    state.SetLabel("limit: bare_conversation");
}

constexpr std::int64_t much = 8 << 20;
const std::vector<std::string> dd = {"if=/dev/zero", "bs=65536", "count=128",
                                     "status=none"};

// All that a program prints, in a string: bytes.
template <typename Read>
void measure_output(benchmark::State& state, Read read) {
    for (auto _ : state) {
        asio::io_context io;
        asio::readable_pipe output(io);
        process::process child(io, "/bin/dd", dd,
                               process::process_stdio{{}, output, {}});
        const std::string bytes = read(output);
        check(child.wait() == 0 && std::ssize(bytes) == much);
    }
    state.SetItemsProcessed(state.iterations() * much);
    state.SetLabel("limit: bare_output");
}

// As in 19_bytes_and_text.cpp.
void large_output(benchmark::State& state) {
    measure_output(state, [](asio::readable_pipe& output) {
        std::string bytes;
        boost::system::error_code end;
        asio::read(output, asio::dynamic_buffer(bytes), end);
        return bytes;
    });
}

// Without the zeros that a dynamic buffer writes where it is about to read.
void large_output_appended(benchmark::State& state) {
    measure_output(state, [](asio::readable_pipe& output) {
        std::string bytes;
        std::array<char, 65536> piece;
        boost::system::error_code end;
        while (std::size_t size = output.read_some(asio::buffer(piece), end))
            bytes.append(piece.data(), size);
        return bytes;
    });
}

asio::awaitable<void> send_through_cat(asio::io_context& io,
                                       const std::string& text) {
    asio::writable_pipe input(io);
    asio::readable_pipe output(io);
    process::process cat(io, "/bin/cat", {},
                         process::process_stdio{input, output, {}});
    check(co_await (write_all(input, text) && read_all(output)) == text);
    co_await cat.async_wait(asio::use_awaitable);
}

// As in 13_full_pipe_mended.cpp: bytes to cat and back, both at a time.
void communicate(benchmark::State& state) {
    const std::string text(4'000'000, 'x');
    for (auto _ : state) {
        asio::io_context io;
        asio::co_spawn(io, send_through_cat(io, text), rethrow);
        io.run();
    }
    state.SetItemsProcessed(state.iterations() * std::ssize(text));
}

// ---------------------------------------------------------------- limits

// A program with pipes to and from it, by nothing but system calls.
class BareProgram {
public:
    explicit BareProgram(std::vector<std::string> arguments) {
        check(pipe2(input_, O_CLOEXEC) == 0 && pipe2(output_, O_CLOEXEC) == 0);
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, input_[0], STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&actions, output_[1], STDOUT_FILENO);
        std::vector<char*> argv;
        for (std::string& argument : arguments)
            argv.push_back(argument.data());
        argv.push_back(nullptr);
        const int failure = posix_spawn(&child_, argv[0], &actions, nullptr,
                                        argv.data(), environ);
        posix_spawn_file_actions_destroy(&actions);
        close(input_[0]);
        close(output_[1]);
        check(failure == 0);
    }
    BareProgram(const BareProgram&) = delete;
    // Its input ends, and so does the program.
    ~BareProgram() {
        close(input_[1]);
        close(output_[0]);
        waitpid(child_, nullptr, 0);
    }

    int input() const {
        return input_[1];
    }
    int output() const {
        return output_[0];
    }

private:
    int input_[2], output_[2];
    pid_t child_ = 0;
};

void bare_spawn(benchmark::State& state) {
    std::string name = "/bin/true";
    char* argv[] = {name.data(), nullptr};
    for (auto _ : state) {
        pid_t child = 0;
        int status = 0;
        check(posix_spawn(&child, argv[0], nullptr, nullptr, argv, environ) ==
              0);
        check(waitpid(child, &status, 0) == child && status == 0);
    }
    state.SetItemsProcessed(state.iterations());
}

void bare_conversation(benchmark::State& state) {
    const BareProgram cat({"/bin/cat"});
    const std::string line = "what is 12 squared?\n";
    std::string answer = line;
    for (auto _ : state)
        check(write(cat.input(), line.data(), line.size()) ==
                  std::ssize(line) &&
              read(cat.output(), answer.data(), answer.size()) ==
                  std::ssize(line));
    state.SetItemsProcessed(state.iterations());
}

// As many bytes, read into one and the same place.
void bare_output(benchmark::State& state) {
    std::array<char, 65536> buffer;
    for (auto _ : state) {
        std::vector<std::string> arguments = dd;
        arguments.insert(arguments.begin(), "/bin/dd");
        const BareProgram program(arguments);
        std::int64_t bytes = 0;
        ssize_t count;
        while ((count = read(program.output(), buffer.data(), buffer.size())) >
               0)
            bytes += count;
        check(bytes == much);
    }
    state.SetItemsProcessed(state.iterations() * much);
}

BENCHMARK(run)->UseRealTime();
BENCHMARK(captured_output)->UseRealTime();
BENCHMARK(pipeline)->UseRealTime();
BENCHMARK(conversation)->UseRealTime();
BENCHMARK(conversation_blocking)->UseRealTime();
BENCHMARK(large_output)->UseRealTime();
BENCHMARK(large_output_appended)->UseRealTime();
BENCHMARK(communicate)->UseRealTime();
BENCHMARK(bare_spawn)->UseRealTime();
BENCHMARK(bare_conversation)->UseRealTime();
BENCHMARK(bare_output)->UseRealTime();

}  // namespace

int main(int argc, char* argv[]) try {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return EXIT_FAILURE;
    benchmark::RunSpecifiedBenchmarks();
} catch (const std::exception& error) {
    // Caught, so that the destructors have run and ended the programs.
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
}
