// ch12/31_future_and_callback.cpp
// An interface that calls back meets coroutines that wait: between them stands
// a future, which is set once and wakes all who wait for it.
// Python: asyncio.Future, asyncio.Future.add_done_callback,
//   asyncio.Future.cancel, asyncio.Future.cancelled, asyncio.Future.done,
//   asyncio.Future.exception, asyncio.Future.get_loop,
//   asyncio.Future.remove_done_callback, asyncio.Future.result,
//   asyncio.Future.set_exception, asyncio.Future.set_result,
//   asyncio.InvalidStateError

#include <boost/asio.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <exception>
#include <functional>
#include <iostream>
#include <map>
#include <stdexcept>
#include <utility>
#include <variant>

namespace asio = boost::asio;

template <typename Result>
class Future {
public:
    const asio::any_io_executor loop;

    explicit Future(const asio::any_io_executor& executor)
        : loop(executor), gate_(executor) {}

    void set_result(Result result) {
        finish(std::move(result));
    }

    void set_exception(std::exception_ptr exception) {
        finish(exception);
    }

    bool cancel() {
        if (done())
            return false;
        cancelled_ = true;
        finish(std::make_exception_ptr(
            boost::system::system_error(asio::error::operation_aborted)));
        return true;
    }

    bool done() const {
        return !std::holds_alternative<std::monostate>(outcome_);
    }

    bool cancelled() const {
        return cancelled_;
    }

    Result result() const {
        if (const std::exception_ptr failure = exception())
            std::rethrow_exception(failure);
        return std::get<Result>(outcome_);
    }

    std::exception_ptr exception() const {
        if (!done())
            throw std::logic_error("not done yet");
        const auto* failure = std::get_if<std::exception_ptr>(&outcome_);
        return failure ? *failure : nullptr;
    }

    asio::awaitable<Result> wait() const {
        if (!done()) {
            auto [reason] = co_await gate_.async_receive(
                asio::as_tuple(asio::use_awaitable));
            // Then it was the waiting that was cancelled, not the future.
            if (reason != asio::experimental::error::channel_closed)
                throw boost::system::system_error(reason);
        }
        co_return result();
    }

    int add_done_callback(std::function<void()> callback) {
        if (done())
            asio::post(loop, std::move(callback));
        else
            callbacks_.emplace(++last_id_, std::move(callback));
        return last_id_;
    }

    void remove_done_callback(int id) {
        callbacks_.erase(id);
    }

private:
    template <typename Outcome>
    void finish(Outcome outcome) {
        if (done())
            throw std::logic_error("done already");
        outcome_ = std::move(outcome);
        // Nobody is called or woken from here: the loop does that later.
        for (auto& [id, callback] : callbacks_)
            asio::post(loop, std::move(callback));
        callbacks_.clear();
        gate_.close();
    }

    std::variant<std::monostate, Result, std::exception_ptr> outcome_;
    bool cancelled_ = false;
    std::map<int, std::function<void()>> callbacks_;
    int last_id_ = 0;
    mutable asio::experimental::channel<void(boost::system::error_code)> gate_;
};

// The kind of interface that knows nothing of coroutines.
void measure(const asio::any_io_executor& loop,
             std::function<void(int)> callback) {
    asio::post(loop, [callback] { callback(21); });
}

asio::awaitable<void> show(const char* name, const Future<int>& future) {
    try {
        const int result = co_await future.wait();
        std::cout << name << ": " << result << '\n';
    } catch (const boost::system::system_error&) {
        std::cout << name << ": cancelled\n";
    } catch (const std::exception& error) {
        std::cout << name << ": " << error.what() << '\n';
    }
}

asio::awaitable<void> run(Future<int>& degrees,
                          asio::cancellation_signal& cancel_a) {
    degrees.add_done_callback([] { std::cout << "callback\n"; });
    const int removed =
        degrees.add_done_callback([] { std::cout << "removed\n"; });
    degrees.remove_done_callback(removed);
    measure(degrees.loop, [&degrees](int value) { degrees.set_result(value); });
    std::cout << (degrees.done() ? "done\n" : "not done\n");

    // The end of one who waits is not the end of the future.
    cancel_a.emit(asio::cancellation_type::terminal);
    co_await show("C", degrees);
    std::cout << "result: " << degrees.result() << '\n';
    try {
        degrees.set_result(22);
    } catch (const std::logic_error& error) {
        std::cout << error.what() << '\n';
    }

    Future<int> failed(degrees.loop), given_up(degrees.loop);
    failed.set_exception(
        std::make_exception_ptr(std::runtime_error("no sensor")));
    co_await show("failed", failed);
    given_up.cancel();
    std::cout << (failed.exception() && given_up.cancelled()
                      ? "one failed, one cancelled\n"
                      : "neither\n");
}

int main() {
    asio::io_context loop;
    Future<int> degrees(loop.get_executor());
    asio::cancellation_signal cancel_a;
    asio::co_spawn(
        loop, show("A", degrees),
        asio::bind_cancellation_slot(cancel_a.slot(), asio::detached));
    asio::co_spawn(loop, show("B", degrees), asio::detached);
    asio::co_spawn(loop, run(degrees, cancel_a), asio::detached);
    loop.run();
}

/* Output:
not done
A: cancelled
callback
B: 21
C: 21
result: 21
done already
failed: no sensor
one failed, one cancelled
*/
