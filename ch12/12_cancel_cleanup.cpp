// ch12/12_cancel_cleanup.cpp
// A cancelled task cleans up. Destructors run by themselves; to wait once more
// it puts the request aside first, and passes it on when it is ready.
// Python: asyncio.CancelledError, asyncio.Task.cancelling,
//   asyncio.Task.uncancel

#include <boost/asio.hpp>
#include <chrono>
#include <exception>
#include <iostream>

namespace asio = boost::asio;
using namespace std::chrono_literals;

struct File {
    File() {
        std::cout << "file opened\n";
    }
    File(const File&) = delete;
    ~File() {
        std::cout << "file closed\n";
    }
};

asio::awaitable<void> sleep_for(std::chrono::milliseconds duration) {
    asio::steady_timer timer(co_await asio::this_coro::executor, duration);
    co_await timer.async_wait(asio::use_awaitable);
}

void tell(asio::cancellation_state state) {
    const bool requested = state.cancelled() != asio::cancellation_type::none;
    std::cout << "cancelling: " << (requested ? "yes\n" : "no\n");
}

asio::awaitable<void> session() {
    File file;
    std::exception_ptr cancelled;
    try {
        co_await sleep_for(1h);
    } catch (const boost::system::system_error& error) {
        if (error.code() != asio::error::operation_aborted)
            throw;
        cancelled = std::current_exception();
    }

    // Not within catch, where co_await is not allowed.
    tell(co_await asio::this_coro::cancellation_state);
    // The request stays, and would end the next wait before it begins.
    co_await asio::this_coro::reset_cancellation_state();
    tell(co_await asio::this_coro::cancellation_state);

    co_await sleep_for(10ms);
    std::cout << "goodbye said\n";
    std::rethrow_exception(cancelled);
}

asio::awaitable<void> program(asio::cancellation_signal& cancel) {
    auto done = [](std::exception_ptr failure) {
        try {
            if (failure)
                std::rethrow_exception(failure);
        } catch (const boost::system::system_error& error) {
            if (error.code() == asio::error::operation_aborted)
                std::cout << "session was cancelled\n";
        }
    };
    asio::co_spawn(co_await asio::this_coro::executor, session(),
                   asio::bind_cancellation_slot(cancel.slot(), done));
    cancel.emit(asio::cancellation_type::terminal);
}

int main() {
    asio::cancellation_signal cancel;
    asio::io_context loop;
    asio::co_spawn(loop, program(cancel), asio::detached);
    loop.run();
}

/* Output:
file opened
cancelling: yes
cancelling: no
goodbye said
file closed
session was cancelled
*/
