// ch12/bench.cpp
// What a loop does in a second; python/bench.py measures asyncio under the same
// names. The limits are the same echo over a bare epoll loop, written by hand.

#include <benchmark/benchmark.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <array>
#include <boost/asio.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <list>
#include <stdexcept>
#include <utility>
#include <vector>

namespace asio = boost::asio;

namespace {

// A loop for one thread needs no locks, and its sockets no type erasure.
using Executor = asio::io_context::executor_type;
template <typename T>
using awaitable = asio::awaitable<T, Executor>;
constexpr asio::use_awaitable_t<Executor> use_awaitable;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;
using Datagrams = asio::basic_datagram_socket<asio::ip::udp, Executor>;
using Queue =
    asio::experimental::basic_channel<Executor,
                                      asio::experimental::channel_traits<>,
                                      void(boost::system::error_code, int)>;
using Message = std::array<char, 64>;

asio::io_context::executor_type executor(asio::io_context& loop) {
    return loop.get_executor();
}

// ---------------------------------------------------------------- tasks

awaitable<void> nothing() {
    co_return;
}

void tasks(benchmark::State& state) {
    constexpr int count = 1000;
    asio::io_context loop(BOOST_ASIO_CONCURRENCY_HINT_UNSAFE);
    for (auto _ : state) {
        for (int i = 0; i < count; ++i)
            asio::co_spawn(executor(loop), nothing(), asio::detached);
        loop.run();
        loop.restart();
    }
    state.SetItemsProcessed(state.iterations() * count);
}

awaitable<void> take_turns(Executor loop, int turns) {
    while (turns-- > 0)
        co_await asio::post(loop, use_awaitable);
}

void switches(benchmark::State& state) {
    constexpr int count = 1000;
    asio::io_context loop(BOOST_ASIO_CONCURRENCY_HINT_UNSAFE);
    for (auto _ : state) {
        for (int i = 0; i < 2; ++i)
            asio::co_spawn(executor(loop), take_turns(executor(loop), count),
                           asio::detached);
        loop.run();
        loop.restart();
    }
    state.SetItemsProcessed(state.iterations() * 2 * count);
}

// As asyncio's put() and get() do, they wait only where they must.
awaitable<void> put(Queue& queue, int count) {
    for (int i = 0; i < count; ++i)
        if (!queue.try_send(boost::system::error_code{}, i))
            co_await queue.async_send({}, i, use_awaitable);
}

awaitable<void> get(Queue& queue, int count) {
    for (int i = 0; i < count; ++i)
        if (!queue.try_receive([](boost::system::error_code, int) {}))
            co_await queue.async_receive(use_awaitable);
}

void queue(benchmark::State& state) {
    constexpr int count = 1000;
    asio::io_context loop(BOOST_ASIO_CONCURRENCY_HINT_UNSAFE);
    Queue items(executor(loop), 100);
    for (auto _ : state) {
        asio::co_spawn(executor(loop), put(items, count), asio::detached);
        asio::co_spawn(executor(loop), get(items, count), asio::detached);
        loop.run();
        loop.restart();
    }
    state.SetItemsProcessed(state.iterations() * count);
}

// ---------------------------------------------------------------- sockets

awaitable<void> answer(Socket connection) {
    Message message;
    for (;;) {
        auto [failed, size] = co_await connection.async_read_some(
            asio::buffer(message), asio::as_tuple(use_awaitable));
        if (failed)
            co_return;
        co_await asio::async_write(connection, asio::buffer(message, size),
                                   use_awaitable);
    }
}

awaitable<void> ask(Socket& connection, int times) {
    Message message{};
    while (times-- > 0) {
        co_await asio::async_write(connection, asio::buffer(message),
                                   use_awaitable);
        co_await asio::async_read(connection, asio::buffer(message),
                                  use_awaitable);
    }
}

// Requests over that many connections, each of which asks again when it has
// its answer; clients and server share the loop.
void echo(benchmark::State& state) {
    const auto connections = static_cast<std::size_t>(state.range(0));
    const int times = connections == 1 ? 1000 : 100;
    asio::io_context loop(BOOST_ASIO_CONCURRENCY_HINT_UNSAFE);
    Acceptor acceptor(executor(loop), {asio::ip::address_v4::loopback(), 0});
    std::list<Socket> clients;
    while (clients.size() < connections) {
        clients.emplace_back(executor(loop)).connect(acceptor.local_endpoint());
        clients.back().set_option(asio::ip::tcp::no_delay(true));
        Socket accepted = acceptor.accept();
        accepted.set_option(asio::ip::tcp::no_delay(true));
        asio::co_spawn(executor(loop), answer(std::move(accepted)),
                       asio::detached);
    }
    std::size_t asking = 0;
    for (auto _ : state) {
        asking = connections;
        for (Socket& client : clients)
            asio::co_spawn(executor(loop), ask(client, times),
                           [&](const std::exception_ptr& failure) {
                               if (failure)
                                   std::rethrow_exception(failure);
                               --asking;
                           });
        while (asking > 0)
            loop.run_one();
    }
    state.SetItemsProcessed(state.iterations() * state.range(0) * times);
    state.SetLabel(connections == 1 ? "limit: bare_echo/1"
                                    : "limit: bare_echo/100");
    clients.clear();
    loop.run();
}

awaitable<void> play(Datagrams& socket, asio::ip::udp::endpoint to, int times,
                     bool begins) {
    Message message{};
    asio::ip::udp::endpoint from;
    while (times-- > 0) {
        if (begins)
            co_await socket.async_send_to(asio::buffer(message), to,
                                          use_awaitable);
        co_await socket.async_receive_from(asio::buffer(message), from,
                                           use_awaitable);
        if (!begins)
            co_await socket.async_send_to(asio::buffer(message), to,
                                          use_awaitable);
    }
}

// Datagrams to and fro, one under way at a time: none can be lost.
void datagrams(benchmark::State& state) {
    constexpr int times = 1000;
    asio::io_context loop(BOOST_ASIO_CONCURRENCY_HINT_UNSAFE);
    const asio::ip::udp::endpoint any(asio::ip::address_v4::loopback(), 0);
    Datagrams here(executor(loop), any), there(executor(loop), any);
    for (auto _ : state) {
        asio::co_spawn(executor(loop),
                       play(there, here.local_endpoint(), times, false),
                       asio::detached);
        asio::co_spawn(executor(loop),
                       play(here, there.local_endpoint(), times, true),
                       asio::detached);
        loop.run();
        loop.restart();
    }
    state.SetItemsProcessed(state.iterations() * 2 * times);
}

// ---------------------------------------------------------------- the limit

void check(bool held) {
    if (!held)
        throw std::runtime_error("a system call failed");
}

void exchange(int socket) {
    Message message;
    check(recv(socket, message.data(), message.size(), 0) ==
          static_cast<ssize_t>(message.size()));
    check(send(socket, message.data(), message.size(), MSG_NOSIGNAL) ==
          static_cast<ssize_t>(message.size()));
}

// The same requests, answered by one loop of epoll_wait, recv and send.
void bare_echo(benchmark::State& state) {
    asio::io_context unused;
    asio::ip::tcp::acceptor acceptor(unused,
                                     {asio::ip::address_v4::loopback(), 0});
    std::list<asio::ip::tcp::socket> sockets;
    const int epoll = epoll_create1(EPOLL_CLOEXEC);
    check(epoll >= 0);
    auto watch = [&](asio::ip::tcp::socket& socket) {
        socket.set_option(asio::ip::tcp::no_delay(true));
        epoll_event event{EPOLLIN, {.fd = socket.native_handle()}};
        check(epoll_ctl(epoll, EPOLL_CTL_ADD, event.data.fd, &event) == 0);
    };
    std::vector<int> clients;
    for (std::int64_t i = 0; i < state.range(0); ++i) {
        sockets.emplace_back(unused).connect(acceptor.local_endpoint());
        clients.push_back(sockets.back().native_handle());
        watch(sockets.back());
        sockets.push_back(acceptor.accept());
        watch(sockets.back());
    }
    const Message message{};
    for (int client : clients)
        check(send(client, message.data(), message.size(), MSG_NOSIGNAL) > 0);
    std::array<epoll_event, 256> events;
    std::int64_t exchanges = 0;
    for (auto _ : state) {
        const int found = epoll_wait(epoll, events.data(), events.size(), -1);
        check(found > 0);
        for (int i = 0; i < found; ++i)
            exchange(events[static_cast<std::size_t>(i)].data.fd);
        exchanges += found;
    }
    // The server's exchange and the client's make one request.
    state.SetItemsProcessed(exchanges / 2);
    close(epoll);
}

// ---------------------------------------------------------------- pi

// As in 59_pi_asyncio.cpp: a quarter of the series, other tasks in between.
awaitable<double> partial_pi(int first, int last) {
    double sum = 0;
    for (int k = first; k < last; ++k) {
        sum += (k % 2 == 0 ? 4.0 : -4.0) / (2.0 * k + 1.0);
        if (k % 1000 == 999)
            co_await asio::post(use_awaitable);
    }
    co_return sum;
}

void pi(benchmark::State& state) {
    constexpr int workers = 4, terms = 50'000;
    asio::io_context loop(BOOST_ASIO_CONCURRENCY_HINT_UNSAFE);
    double sum = 0;
    const auto add = [&sum](std::exception_ptr, double part) { sum += part; };
    for (auto _ : state) {
        for (int i = 0; i < workers; ++i)
            asio::co_spawn(executor(loop),
                           partial_pi(i * terms, (i + 1) * terms), add);
        loop.run();
        loop.restart();
        benchmark::DoNotOptimize(sum);
    }
    state.SetItemsProcessed(state.iterations() * workers * terms);
}

BENCHMARK(tasks);
BENCHMARK(switches);
BENCHMARK(queue);
BENCHMARK(echo)->Arg(1)->Arg(100)->UseRealTime();
BENCHMARK(datagrams)->UseRealTime();
BENCHMARK(pi);
BENCHMARK(bare_echo)->Arg(1)->Arg(100)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
