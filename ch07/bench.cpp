// ch07/bench.cpp
// What goes through queues, pipes and shared memory in a second; python/bench.py
// measures the same under the same names. The limits are bare sockets, an
// atomic integer, and memory that is shared with nobody.

#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <array>
#include <atomic>
#include <boost/archive/text_iarchive.hpp>
#include <boost/archive/text_oarchive.hpp>
#include <boost/asio.hpp>
#include <boost/endian/buffers.hpp>
#include <boost/interprocess/ipc/message_queue.hpp>
#include <boost/interprocess/managed_shared_memory.hpp>
#include <boost/interprocess/sync/interprocess_mutex.hpp>
#include <boost/interprocess/sync/scoped_lock.hpp>
#include <boost/process/v2.hpp>
#include <boost/serialization/level.hpp>
#include <boost/serialization/string.hpp>
#include <boost/serialization/tracking.hpp>
#include <boost/serialization/vector.hpp>
#include <boost/thread.hpp>
#include <boost/thread/concurrent_queues/sync_queue.hpp>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iomanip>
#include <iostream>
#include <limits>
#include <list>
#include <map>
#include <numeric>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace archive = boost::archive;
namespace asio = boost::asio;
namespace endian = boost::endian;
namespace ipc = boost::interprocess;
namespace process = boost::process::v2;
using Protocol = asio::local::stream_protocol;
using Connection = Protocol::socket;

// What a child does: it is given its end of a connection, and a name.
using Work = void (*)(Connection&, const std::string&);

struct Order {
    std::string customer;
    std::vector<int> prices;

    template <typename Archive>
    void serialize(Archive& archive, unsigned) {
        (archive & customer & prices);
    }
};

BOOST_CLASS_IMPLEMENTATION(Order, boost::serialization::object_serializable)
BOOST_CLASS_TRACKING(Order, boost::serialization::track_never)

namespace {

const char* program;

// This program again, which does the named work at the other end of the
// connection until the connection ends.
struct Child {
    explicit Child(const std::string& work, const std::string& name = "none")
        : running(io) {
        Connection other_end(io);
        asio::local::connect_pair(connection, other_end);
        // While a child held this end too, the connection would not end.
        fcntl(connection.native_handle(), F_SETFD, FD_CLOEXEC);
        running = process::process(io, program, {work, name},
                                   process::process_stdio{other_end, {}, {}});
    }

    asio::io_context io;
    Connection connection{io};
    process::process running;  // its destructor ends it
};

void tell(Connection& connection) {
    asio::write(connection, asio::buffer("\n", 1));
}

void wait_for(Connection& connection) {
    char byte;
    asio::read(connection, asio::buffer(&byte, 1));
}

// Of shared memory, before it is made.
std::string new_name() {
    return "ch07_bench_" + std::to_string(process::current_pid());
}

// The parent's byte says that the memory is there. No byte: the parent is gone,
// and what it may have made has to go with it.
void wait_for_memory(Connection& connection, const std::string& name) try {
    wait_for(connection);
} catch (...) {
    ipc::shared_memory_object::remove(name.c_str());
    throw;
}

// ---------------------------------------------------------------- queues

void thread_queue(benchmark::State& state) {
    constexpr int count = 20'000;
    boost::sync_queue<int> numbers;
    for (auto _ : state) {
        boost::thread producer([&] {
            for (int number = 0; number < count; ++number)
                numbers.push(number);
        });
        for (int n = 0; n < count; ++n)
            benchmark::DoNotOptimize(numbers.pull());
        producer.join();
    }
    state.SetItemsProcessed(state.iterations() * count);
}

constexpr int queued = 10'000;

// Takes numbers out of a queue and gives a receipt for so many.
void take(Connection& connection, const std::string& name) {
    wait_for_memory(connection, name);
    ipc::message_queue numbers(ipc::open_only, name.c_str());
    ipc::message_queue::remove(name.c_str());
    // The queue does not end with the parent, but the connection does.
    boost::thread([] {
        char byte;
        std::_Exit(read(STDIN_FILENO, &byte, 1) == 0 ? EXIT_SUCCESS
                                                     : EXIT_FAILURE);
    }).detach();
    for (;;) {
        for (int n = 0, number = 0; n < queued; ++n) {
            ipc::message_queue::size_type size = 0;
            unsigned priority = 0;
            numbers.receive(&number, sizeof number, size, priority);
        }
        tell(connection);
    }
}

void process_queue(benchmark::State& state) {
    const std::string name = new_name();
    Child child("take", name);
    ipc::remove_shared_memory_on_destroy remover(name.c_str());
    ipc::message_queue numbers(ipc::create_only, name.c_str(), 100,
                               sizeof(int));
    tell(child.connection);
    for (auto _ : state) {
        for (int number = 0; number < queued; ++number)
            numbers.send(&number, sizeof number, 0);
        wait_for(child.connection);
    }
    state.SetItemsProcessed(state.iterations() * queued);
}

// ---------------------------------------------------------------- pipes

constexpr std::size_t longest = 1 << 20;
constexpr int large_count = 16;

// As in 09_pipe.cpp: a message is preceded by its length.
void send_bytes(Connection& connection, const std::string& message) {
    const endian::big_uint32_buf_t length(message.size());
    asio::write(connection, std::array{asio::buffer(&length, sizeof length),
                                       asio::buffer(message)});
}

std::string recv_bytes(Connection& connection) {
    endian::big_uint32_buf_t length;
    asio::read(connection, asio::buffer(&length, sizeof length));
    if (length.value() > longest)
        throw std::length_error("the message is too long");
    std::string message(length.value(), '\0');
    asio::read(connection, asio::buffer(message));
    return message;
}

void echo(Connection& connection, const std::string&) {
    for (;;)
        send_bytes(connection, recv_bytes(connection));
}

void pipe_round_trip(benchmark::State& state) {
    Child child("echo");
    const std::string message(64, 'x');
    for (auto _ : state) {
        send_bytes(child.connection, message);
        benchmark::DoNotOptimize(recv_bytes(child.connection));
    }
    state.SetItemsProcessed(state.iterations());
    state.SetLabel("limit: bare_round_trip");
}

// As in 10_pipe_objects.cpp: an order is a line.
std::string to_text(const Order& order) {
    std::ostringstream text;
    archive::text_oarchive(text, archive::no_header) << order;
    return text.str();
}

Order to_order(const std::string& text) {
    std::istringstream stream(text);
    Order order;
    archive::text_iarchive(stream, archive::no_header) >> order;
    return order;
}

constexpr int order_count = 1000;

void sell(Connection& connection, const std::string&) {
    std::string received;
    for (;;) {
        for (int n = 0; n < order_count; ++n) {
            const std::size_t length = asio::read_until(
                connection, asio::dynamic_buffer(received, 1000), '\n');
            benchmark::DoNotOptimize(to_order(received.substr(0, length)));
            received.erase(0, length);
        }
        tell(connection);
    }
}

void pipe_objects(benchmark::State& state) {
    Child child("sell");
    const Order order{"Ada", {3, 4, 5}};
    for (auto _ : state) {
        for (int n = 0; n < order_count; ++n)
            asio::write(child.connection, asio::buffer(to_text(order)));
        wait_for(child.connection);
    }
    state.SetItemsProcessed(state.iterations() * order_count);
}

void swallow(Connection& connection, const std::string&) {
    for (;;) {
        for (int n = 0; n < large_count; ++n)
            benchmark::DoNotOptimize(recv_bytes(connection));
        tell(connection);
    }
}

// Messages of a mebibyte.
void pipe_large(benchmark::State& state) {
    Child child("swallow");
    const std::string message(longest, 'x');
    for (auto _ : state) {
        for (int n = 0; n < large_count; ++n)
            send_bytes(child.connection, message);
        wait_for(child.connection);
    }
    state.SetItemsProcessed(state.iterations() * large_count);
    state.SetLabel("limit: bare_large");
}

// ---------------------------------------------------------------- memory

constexpr int adders = 2;
constexpr int additions = 50'000;

struct Shared {
    ipc::interprocess_mutex lock;
    int counter = 0;
    std::atomic<int> bare_counter = 0;
    std::atomic<int> attached = 0;
};

// Adds to a counter so many times, each time it is told to.
template <typename Add>
void add(Connection& connection, const std::string& name, Add add_one) {
    wait_for_memory(connection, name);
    ipc::managed_shared_memory memory(ipc::open_only, name.c_str());
    Shared& shared = *memory.find<Shared>(ipc::unique_instance).first;
    if (++shared.attached == adders)
        ipc::shared_memory_object::remove(name.c_str());
    for (;;) {
        for (int n = 0; n < additions; ++n)
            add_one(shared);
        tell(connection);
        wait_for(connection);
    }
}

void add_locked(Connection& connection, const std::string& name) {
    add(connection, name, [](Shared& shared) {
        ipc::scoped_lock held(shared.lock);
        ++shared.counter;
    });
}

void add_bare(Connection& connection, const std::string& name) {
    add(connection, name, [](Shared& shared) { ++shared.bare_counter; });
}

// Two processes add at the same time.
void measure_additions(benchmark::State& state, const std::string& work) {
    const std::string name = new_name();
    std::list<Child> children;
    for (int n = 0; n < adders; ++n)
        children.emplace_back(work, name);
    ipc::remove_shared_memory_on_destroy remover(name.c_str());
    ipc::managed_shared_memory memory(ipc::create_only, name.c_str(), 65536);
    memory.construct<Shared>(ipc::unique_instance)();
    auto add_all = [&] {
        for (Child& child : children)
            tell(child.connection);
        for (Child& child : children)
            wait_for(child.connection);
    };
    add_all();
    for (auto _ : state)
        add_all();
    state.SetItemsProcessed(state.iterations() * adders * additions);
}

void shared_value(benchmark::State& state) {
    measure_additions(state, "add_locked");
    state.SetLabel("limit: atomic_value");
}

constexpr int elements = 4'000'000;

int sum(const int* array) {
    return std::accumulate(array, array + elements, 0);
}

// One process sums an array where it lies.
void shared_array(benchmark::State& state) {
    const std::string name = new_name();
    ipc::managed_shared_memory memory(ipc::create_only, name.c_str(),
                                      elements * sizeof(int) + 65536);
    ipc::shared_memory_object::remove(name.c_str());
    auto& lock =
        *memory.construct<ipc::interprocess_mutex>(ipc::unique_instance)();
    const int* array = memory.construct<int>("array")[elements](1);
    for (auto _ : state) {
        ipc::scoped_lock held(lock);
        benchmark::DoNotOptimize(sum(array));
    }
    state.SetItemsProcessed(state.iterations() * elements);
    state.SetLabel("limit: private_array");
}

// ---------------------------------------------------------------- pi

constexpr int workers = 4;
constexpr int terms = 1'000'000 / workers;

std::string receive_line(Connection& connection) {
    std::string line;
    asio::read_until(connection, asio::dynamic_buffer(line, 64), '\n');
    return line;
}

double partial_pi(int first, int last) {
    double sum = 0;
    for (int k = first; k < last; ++k)
        sum += (k % 2 == 0 ? 4.0 : -4.0) / (2.0 * k + 1.0);
    return sum;
}

void sum_terms(Connection& connection, const std::string&) {
    int first = 0, last = 0;
    std::istringstream(receive_line(connection)) >> first >> last;
    std::ostringstream answer;
    answer << std::setprecision(std::numeric_limits<double>::max_digits10)
           << partial_pi(first, last) << '\n';
    asio::write(connection, asio::buffer(answer.str()));
}

// As in 28_pi_pipe.cpp, each time with four new processes.
void pi_pipe(benchmark::State& state) {
    for (auto _ : state) {
        std::list<Child> started;
        for (int n = 0; n < workers; ++n) {
            Child& worker = started.emplace_back("sum_terms");
            asio::write(worker.connection,
                        asio::buffer(std::to_string(n * terms) + ' ' +
                                     std::to_string((n + 1) * terms) + '\n'));
        }
        double pi = 0;
        for (Child& worker : started) {
            pi += std::stod(receive_line(worker.connection));
            worker.running.wait();
        }
        benchmark::DoNotOptimize(pi);
    }
    state.SetItemsProcessed(state.iterations() * workers * terms);
}

struct Sum {
    int worker;
    double value;
};

Sum receive(ipc::message_queue& queue) {
    Sum sum;
    ipc::message_queue::size_type size = 0;
    unsigned priority = 0;
    queue.receive(&sum, sizeof sum, size, priority);
    return sum;
}

// The last to open the queue removes its name.
template <bool Last>
void sum_by_queue(Connection& connection, const std::string& name) {
    wait_for_memory(connection, name);
    ipc::message_queue queue(ipc::open_only, name.c_str());
    if (Last)
        ipc::message_queue::remove(name.c_str());
    tell(connection);
    Sum sum = receive(queue);
    sum.value = partial_pi(sum.worker * terms, (sum.worker + 1) * terms);
    queue.send(&sum, sizeof sum, 0);
}

// As in 26_pi_queue.cpp, but with one queue for tasks and sums: the tasks have
// the higher priority, so whoever asks for one does not get a sum.
void pi_queue(benchmark::State& state) {
    for (auto _ : state) {
        const std::string name = new_name();
        std::list<Child> started;
        for (int n = 1; n < workers; ++n)
            started.emplace_back("sum_by_queue", name);
        started.emplace_back("sum_by_queue_last", name);
        ipc::remove_shared_memory_on_destroy remover(name.c_str());
        ipc::message_queue queue(ipc::create_only, name.c_str(), workers,
                                 sizeof(Sum));
        for (int n = 0; n < workers; ++n) {
            const Sum task{n, 0};
            queue.send(&task, sizeof task, 1);
        }
        for (Child& worker : started) {
            tell(worker.connection);
            wait_for(worker.connection);
        }
        for (Child& worker : started)
            worker.running.wait();
        double pi = 0;
        for (int n = 0; n < workers; ++n)
            pi += receive(queue).value;
        benchmark::DoNotOptimize(pi);
    }
    state.SetItemsProcessed(state.iterations() * workers * terms);
}

struct SharedPi {
    ipc::interprocess_mutex lock;
    double pi = 0;
    std::atomic<int> attached = 0;
};

void sum_to_memory(Connection& connection, const std::string& name) {
    wait_for_memory(connection, name);
    ipc::managed_shared_memory memory(ipc::open_only, name.c_str());
    SharedPi& shared = *memory.find<SharedPi>(ipc::unique_instance).first;
    const int worker = shared.attached++;
    if (worker == workers - 1)
        ipc::shared_memory_object::remove(name.c_str());
    const double sum = partial_pi(worker * terms, (worker + 1) * terms);
    ipc::scoped_lock held(shared.lock);
    shared.pi += sum;
}

// As in 27_pi_shared_value.cpp.
void pi_shared_value(benchmark::State& state) {
    for (auto _ : state) {
        const std::string name = new_name();
        std::list<Child> started;
        for (int n = 0; n < workers; ++n)
            started.emplace_back("sum_to_memory", name);
        ipc::remove_shared_memory_on_destroy remover(name.c_str());
        ipc::managed_shared_memory memory(ipc::create_only, name.c_str(),
                                          65536);
        auto& shared = *memory.construct<SharedPi>(ipc::unique_instance)();
        for (Child& worker : started)
            tell(worker.connection);
        for (Child& worker : started)
            worker.running.wait();
        benchmark::DoNotOptimize(shared.pi);
    }
    state.SetItemsProcessed(state.iterations() * workers * terms);
}

// ---------------------------------------------------------------- limits

void check(bool held) {
    if (!held)
        throw std::runtime_error("a system call failed");
}

void write_all(int descriptor, const std::string& bytes) {
    check(send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
          std::ssize(bytes));
}

// Returns when it has read so many bytes.
void read_all(int descriptor, std::string& buffer, std::size_t size) {
    while (size > 0) {
        const ssize_t count = recv(descriptor, buffer.data(), buffer.size(), 0);
        check(count > 0);
        size -= static_cast<std::size_t>(count);
    }
}

void bare_echo(Connection& connection, const std::string&) {
    const int descriptor = connection.native_handle();
    std::string message(64, '\0');
    while (recv(descriptor, message.data(), message.size(), 0) == 64)
        write_all(descriptor, message);
}

// The same message there and back, without its length.
void bare_round_trip(benchmark::State& state) {
    Child child("bare_echo");
    const int descriptor = child.connection.native_handle();
    std::string message(64, 'x');
    for (auto _ : state) {
        write_all(descriptor, message);
        read_all(descriptor, message, message.size());
    }
    state.SetItemsProcessed(state.iterations());
}

void drain(Connection& connection, const std::string&) {
    std::string buffer(longest, '\0');
    for (;;) {
        read_all(connection.native_handle(), buffer, large_count * longest);
        tell(connection);
    }
}

// The same bytes, read into one and the same place.
void bare_large(benchmark::State& state) {
    Child child("drain");
    const std::string message(longest, 'x');
    for (auto _ : state) {
        for (int n = 0; n < large_count; ++n)
            write_all(child.connection.native_handle(), message);
        wait_for(child.connection);
    }
    state.SetItemsProcessed(state.iterations() * large_count);
}

void atomic_value(benchmark::State& state) {
    measure_additions(state, "add_bare");
}

void private_array(benchmark::State& state) {
    std::vector<int> array(elements, 1);
    for (auto _ : state) {
        benchmark::ClobberMemory();
        benchmark::DoNotOptimize(sum(array.data()));
    }
    state.SetItemsProcessed(state.iterations() * elements);
}

BENCHMARK(thread_queue)->UseRealTime();
BENCHMARK(process_queue)->UseRealTime();
BENCHMARK(pipe_round_trip)->UseRealTime();
BENCHMARK(pipe_objects)->UseRealTime();
BENCHMARK(pipe_large)->UseRealTime();
BENCHMARK(shared_value)->UseRealTime();
BENCHMARK(shared_array)->UseRealTime();
BENCHMARK(pi_queue)->UseRealTime();
BENCHMARK(pi_shared_value)->UseRealTime();
BENCHMARK(pi_pipe)->UseRealTime();
BENCHMARK(bare_round_trip)->UseRealTime();
BENCHMARK(bare_large)->UseRealTime();
BENCHMARK(atomic_value)->UseRealTime();
BENCHMARK(private_array)->UseRealTime();

int child(Work work, const std::string& name) try {
    asio::io_context io;
    Connection connection(io, Protocol(), STDIN_FILENO);
    work(connection, name);
    return EXIT_SUCCESS;
} catch (const boost::system::system_error& end) {
    return end.code() == asio::error::eof ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace

int main(int argc, char* argv[]) try {
    const std::map<std::string, Work> works = {
        {"take", take},
        {"sum_by_queue", sum_by_queue<false>},
        {"sum_by_queue_last", sum_by_queue<true>},
        {"sum_to_memory", sum_to_memory},
        {"echo", echo},
        {"sell", sell},
        {"swallow", swallow},
        {"add_locked", add_locked},
        {"add_bare", add_bare},
        {"sum_terms", sum_terms},
        {"bare_echo", bare_echo},
        {"drain", drain}};
    if (argc == 3 && works.contains(argv[1]))
        return child(works.at(argv[1]), argv[2]);
    program = argv[0];
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return EXIT_FAILURE;
    benchmark::RunSpecifiedBenchmarks();
} catch (const std::exception& error) {
    // Caught, so that the destructors above have run.
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
}
