// ch12/11_cancel.cpp
// Cancelling asks a task to stop, and the request arrives at a wait: as an
// exception, which ends the task unless the task decides otherwise.
// Python: asyncio.Task.cancel, asyncio.Task.cancelled, asyncio.CancelledError

#include <boost/asio.hpp>
#include <chrono>
#include <exception>
#include <iostream>
#include <string>
#include <utility>

namespace asio = boost::asio;
using namespace std::chrono_literals;

asio::awaitable<void> sleep_for(std::chrono::milliseconds duration) {
    asio::steady_timer timer(co_await asio::this_coro::executor, duration);
    co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<void> obedient() {
    std::cout << "obedient: begins\n";
    co_await sleep_for(1h);
    std::cout << "never printed\n";
}

asio::awaitable<void> busy(asio::cancellation_signal& cancel) {
    // Boost 1.81 loses a task that is cancelled and fails before its first
    // wait: the exception comes out of run().
    co_await asio::post(asio::use_awaitable);
    cancel.emit(asio::cancellation_type::terminal);
    // Nothing is interrupted: the request comes with the next wait.
    std::cout << "busy: is cancelled, and still at work\n";
    co_await sleep_for(1h);
    std::cout << "never printed\n";
}

asio::awaitable<void> stubborn() {
    std::cout << "stubborn: begins\n";
    try {
        co_await sleep_for(1h);
    } catch (const boost::system::system_error& error) {
        if (error.code() != asio::error::operation_aborted)
            throw;
        std::cout << "stubborn: ends in its own way\n";
    }
}

void report(const std::string& name, std::exception_ptr failure) {
    try {
        if (failure)
            std::rethrow_exception(failure);
        std::cout << name << ": finished\n";
    } catch (const boost::system::system_error& error) {
        if (error.code() != asio::error::operation_aborted)
            throw;
        std::cout << name << ": was cancelled\n";
    }
}

int main() {
    // A signal has to live as long as the task at its slot.
    asio::cancellation_signal cancel_obedient, cancel_busy, cancel_stubborn;
    asio::io_context loop;

    auto spawn = [&loop](const std::string& name, asio::awaitable<void> task,
                         asio::cancellation_signal& cancel) {
        auto done = [name](std::exception_ptr failure) {
            report(name, failure);
        };
        asio::co_spawn(loop, std::move(task),
                       asio::bind_cancellation_slot(cancel.slot(), done));
    };

    asio::post(loop, [&] {
        // In the loop's thread, each runs at once as far as its first wait.
        spawn("obedient", obedient(), cancel_obedient);
        spawn("busy", busy(cancel_busy), cancel_busy);
        spawn("stubborn", stubborn(), cancel_stubborn);
        cancel_obedient.emit(asio::cancellation_type::terminal);
        cancel_stubborn.emit(asio::cancellation_type::terminal);
    });
    loop.run();
}

/* Output:
obedient: begins
stubborn: begins
o| obedient: was cancelled
b| busy: is cancelled, and still at work
b| busy: was cancelled
s| stubborn: ends in its own way
s| stubborn: finished
*/
