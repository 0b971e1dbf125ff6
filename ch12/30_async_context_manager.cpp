// ch12/30_async_context_manager.cpp
// A destructor cannot wait. What has to wait while it cleans up takes what is
// to be done as a function, and cleans up however that ends.
// Python: asyncio.CancelledError, asyncio.sleep

#include <boost/asio.hpp>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>

namespace asio = boost::asio;

struct Connection {
    std::string name;

    asio::awaitable<void> open() {
        co_await asio::post(asio::use_awaitable);
        std::cout << name << ": opened\n";
    }

    asio::awaitable<void> close() {
        co_await asio::post(asio::use_awaitable);
        std::cout << name << ": closed\n";
    }
};

template <typename Body>
asio::awaitable<void> with_connection(std::string name, Body body) {
    Connection connection{name};
    co_await connection.open();
    std::exception_ptr failure;
    try {
        co_await body(connection);
    } catch (...) {
        // No co_await is allowed in here.
        failure = std::current_exception();
    }
    // A cancelled coroutine could not wait for anything any more. This one
    // can, and a cancellation that comes now is noted, but ends nothing.
    co_await asio::this_coro::throw_if_cancelled(false);
    co_await asio::this_coro::reset_cancellation_state(
        asio::enable_terminal_cancellation(), asio::disable_cancellation());
    co_await connection.close();
    const auto state = co_await asio::this_coro::cancellation_state;
    const auto cancelled = state.cancelled();
    co_await asio::this_coro::reset_cancellation_state();
    co_await asio::this_coro::throw_if_cancelled(true);

    if (failure)
        std::rethrow_exception(failure);
    if (cancelled != asio::cancellation_type::none)
        throw boost::system::system_error(asio::error::operation_aborted);
}

asio::awaitable<void> use(Connection& connection) {
    co_await asio::post(asio::use_awaitable);
    std::cout << connection.name << ": used\n";
}

asio::awaitable<void> misuse(Connection& connection) {
    co_await use(connection);
    throw std::runtime_error("misused");
}

asio::awaitable<void> use_for_ever(Connection& connection) {
    co_await use(connection);
    asio::steady_timer never(co_await asio::this_coro::executor,
                             asio::steady_timer::time_point::max());
    co_await never.async_wait(asio::use_awaitable);
}

asio::awaitable<void> run(std::string name,
                          asio::awaitable<void> (*body)(Connection&)) {
    try {
        co_await with_connection(name, body);
        std::cout << name << ": done\n";
    } catch (const boost::system::system_error&) {
        std::cout << name << ": cancelled\n";
    } catch (const std::exception& error) {
        std::cout << name << ": " << error.what() << '\n';
    }
}

int main() {
    asio::io_context loop;
    asio::cancellation_signal cancel_c;
    asio::co_spawn(loop, run("A", use), asio::detached);
    loop.run();
    asio::co_spawn(loop, run("B", misuse), asio::detached);
    loop.restart();
    loop.run();
    asio::co_spawn(
        loop, run("C", use_for_ever),
        asio::bind_cancellation_slot(cancel_c.slot(), asio::detached));
    loop.restart();
    // Until nothing can go on.
    loop.poll();
    cancel_c.emit(asio::cancellation_type::terminal);
    loop.run();
}

/* Output:
A: opened
A: used
A: closed
A: done
B: opened
B: used
B: closed
B: misused
C: opened
C: used
C: closed
C: cancelled
*/
