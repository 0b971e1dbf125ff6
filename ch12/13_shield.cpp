// ch12/13_shield.cpp
// A task is waited for through what it shares with its waiters. Cancelling a
// waiter ends that wait alone: the work goes on, and its result is not lost.
// Python: asyncio.shield

#include <boost/asio.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <exception>
#include <future>
#include <iostream>
#include <memory>
#include <optional>
#include <utility>

namespace asio = boost::asio;

using Gate = asio::experimental::channel<void(boost::system::error_code)>;

template <typename Result>
class Task {
public:
    Task(const asio::any_io_executor& executor, asio::awaitable<Result> work)
        : state_(std::make_shared<State>(executor)) {
        auto finish = [state = state_](std::exception_ptr failure,
                                       Result result) {
            if (failure)
                state->failure = failure;
            else
                state->result = std::move(result);
            // Wakes all waiters.
            state->done.cancel();
        };
        // No cancellation slot is bound: nobody can reach the work.
        asio::co_spawn(executor, std::move(work), std::move(finish));
    }

    asio::awaitable<Result> shield() const {
        return wait(state_);
    }

private:
    struct State {
        explicit State(const asio::any_io_executor& executor)
            : done(executor, asio::steady_timer::time_point::max()) {}

        bool ready() const {
            return failure || result;
        }

        // Never expires; only its end by cancel() matters.
        asio::steady_timer done;
        std::exception_ptr failure;
        std::optional<Result> result;
    };

    // Owns the state too, so it may outlive the task's handle.
    static asio::awaitable<Result> wait(std::shared_ptr<State> state) {
        if (!state->ready()) {
            auto [error] = co_await state->done.async_wait(
                asio::as_tuple(asio::use_awaitable));
            // Done and cancelled at once counts as done.
            if (!state->ready())
                throw boost::system::system_error(error);
        }
        if (state->failure)
            std::rethrow_exception(state->failure);
        co_return *state->result;
    }

    std::shared_ptr<State> state_;
};

asio::awaitable<int> save(Gate& disk) {
    std::cout << "save: begins\n";
    co_await disk.async_receive(asio::use_awaitable);
    std::cout << "save: done\n";
    co_return 3;
}

asio::awaitable<void> request(const Task<int>& saving, Gate& disk) {
    try {
        co_await saving.shield();
    } catch (const boost::system::system_error& error) {
        if (error.code() != asio::error::operation_aborted)
            throw;
        std::cout << "request: cancelled\n";
        // Only now can the work go on.
        disk.try_send(boost::system::error_code());
    }
}

asio::awaitable<void> program(asio::cancellation_signal& cancel) {
    asio::any_io_executor executor = co_await asio::this_coro::executor;
    Gate disk(executor, 1);
    Task<int> saving(executor, save(disk));
    asio::co_spawn(executor, request(saving, disk),
                   asio::bind_cancellation_slot(cancel.slot(), asio::detached));
    cancel.emit(asio::cancellation_type::terminal);

    const int records = co_await saving.shield();
    std::cout << "program: " << records << " records saved\n";
}

int main() {
    asio::cancellation_signal cancel;
    asio::io_context loop;
    std::future<void> done =
        asio::co_spawn(loop, program(cancel), asio::use_future);
    loop.run();
    done.get();
}

/* Output:
save: begins
request: cancelled
save: done
program: 3 records saved
*/
