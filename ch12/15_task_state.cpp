// ch12/15_task_state.cpp
// A handle tells how its task stands: a name, done or not, a result, a failure
// or a cancellation, and callbacks for whoever wants to know.
// Python: asyncio.Task.get_name, asyncio.Task.set_name, asyncio.Task.done,
//   asyncio.Task.result, asyncio.Task.exception, asyncio.Task.cancelled,
//   asyncio.Task.cancel, asyncio.Task.add_done_callback,
//   asyncio.Task.remove_done_callback

#include <boost/asio.hpp>
#include <chrono>
#include <exception>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

namespace asio = boost::asio;
using namespace std::chrono_literals;

class Task {
public:
    using Callback = std::function<void(const Task&)>;

    Task(asio::io_context& loop, std::string name, asio::awaitable<int> work)
        : state_(std::make_shared<State>()) {
        state_->name = std::move(name);
        // The handler keeps the state, and with it the signal, until the end.
        auto finish = [state = state_](std::exception_ptr failure, int result) {
            if (failure)
                state->failure = failure;
            else
                state->result = result;
            for (auto& [id, callback] : std::exchange(state->callbacks, {}))
                callback(Task(state));
        };
        auto slot = state_->cancel.slot();
        asio::co_spawn(loop, std::move(work),
                       asio::bind_cancellation_slot(slot, std::move(finish)));
    }

    const std::string& name() const {
        return state_->name;
    }

    void set_name(std::string name) {
        state_->name = std::move(name);
    }

    bool done() const {
        return state_->failure || state_->result;
    }

    bool cancelled() const {
        try {
            result();
        } catch (const boost::system::system_error& error) {
            return error.code() == asio::error::operation_aborted;
        } catch (...) {}
        return false;
    }

    int result() const {
        if (!done())
            throw std::logic_error("not done");
        if (state_->failure)
            std::rethrow_exception(state_->failure);
        return *state_->result;
    }

    std::exception_ptr exception() const {
        return state_->failure;
    }

    void cancel() {
        state_->cancel.emit(asio::cancellation_type::terminal);
    }

    // Functions can't be compared, so a number says which to remove.
    int add_done_callback(Callback callback) {
        state_->callbacks.emplace(++state_->last_id, std::move(callback));
        return state_->last_id;
    }

    void remove_done_callback(int id) {
        state_->callbacks.erase(id);
    }

private:
    struct State {
        std::string name;
        asio::cancellation_signal cancel;
        std::exception_ptr failure;
        std::optional<int> result;
        std::map<int, Callback> callbacks;
        int last_id = 0;
    };

    explicit Task(std::shared_ptr<State> state) : state_(std::move(state)) {}

    std::shared_ptr<State> state_;
};

asio::awaitable<int> divide(int dividend, int divisor) {
    co_await asio::post(asio::use_awaitable);
    if (divisor == 0)
        throw std::domain_error("division by zero");
    co_return dividend / divisor;
}

asio::awaitable<int> sleep_long() {
    asio::steady_timer timer(co_await asio::this_coro::executor, 1h);
    co_await timer.async_wait(asio::use_awaitable);
    co_return 0;
}

void tell(const Task& task) {
    std::cout << task.name() << ": ";
    if (!task.done())
        std::cout << "not done\n";
    else if (task.cancelled())
        std::cout << "cancelled\n";
    else if (task.exception())
        std::cout << "failed\n";
    else
        std::cout << "result " << task.result() << '\n';
}

int main() {
    asio::io_context loop;
    Task good(loop, "Task-1", divide(12, 4));
    Task bad(loop, "bad", divide(12, 0));
    Task unwanted(loop, "unwanted", sleep_long());
    good.set_name("good");
    good.add_done_callback(
        [](const Task& task) { std::cout << task.name() << " is done\n"; });
    const int removed = good.add_done_callback(
        [](const Task&) { std::cout << "never printed\n"; });
    good.remove_done_callback(removed);
    // In the loop, behind the start of the task: Boost 1.83 loses a task that
    // is cancelled before.
    asio::post(loop, [&unwanted] { unwanted.cancel(); });

    tell(good);
    loop.run();
    for (const Task& task : {good, bad, unwanted})
        tell(task);
}

/* Output:
good: not done
good is done
good: result 3
bad: failed
unwanted: cancelled
*/
