// ch12/21_condition.cpp
// Coroutines wait until there is something to eat. The one that is notified
// and cancelled in the same breath passes the notification on.
// Python: asyncio.Condition, asyncio.Condition.acquire,
//   asyncio.Condition.locked, asyncio.Condition.notify,
//   asyncio.Condition.notify_all, asyncio.Condition.release,
//   asyncio.Condition.wait, asyncio.Condition.wait_for

#include <boost/asio.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <deque>
#include <iostream>
#include <memory>
#include <string>

namespace asio = boost::asio;

class Condition {
    struct Release {
        void operator()(Condition* condition) const {
            if (!condition->handover_.try_send(boost::system::error_code{}))
                condition->locked_ = false;
        }
    };

public:
    // Whoever has this has the condition's lock.
    using Held = std::unique_ptr<Condition, Release>;

    explicit Condition(const asio::any_io_executor& loop)
        : handover_(loop), wake_(loop) {}

    asio::awaitable<Held> acquire() {
        if (locked_)
            co_await handover_.async_receive(asio::use_awaitable);
        locked_ = true;
        co_return Held(this);
    }

    bool locked() const {
        return locked_;
    }

    asio::awaitable<void> wait(Held& held) {
        held.reset();
        auto [failed] =
            co_await wake_.async_receive(asio::as_tuple(asio::use_awaitable));

        // The lock is taken again on every way out, cancelled or not.
        co_await asio::this_coro::throw_if_cancelled(false);
        while (!held) {
            try {
                held = co_await acquire();
            } catch (const boost::system::system_error&) {
                // Cancelled once more, while it waited for the lock.
            }
        }
        co_await asio::this_coro::throw_if_cancelled(true);

        const auto state = co_await asio::this_coro::cancellation_state;
        if (state.cancelled() != asio::cancellation_type::none) {
            if (!failed)
                notify();
            throw boost::system::system_error(asio::error::operation_aborted);
        }
    }

    template <typename Predicate>
    asio::awaitable<void> wait_for(Held& held, Predicate predicate) {
        while (!predicate())
            co_await wait(held);
    }

    void notify(int waiters = 1) {
        // Without a buffer, a channel takes only what somebody waits for.
        while (waiters-- > 0 && wake_.try_send(boost::system::error_code{})) {}
    }

    void notify_all() {
        while (wake_.try_send(boost::system::error_code{})) {}
    }

private:
    using Channel =
        asio::experimental::channel<void(boost::system::error_code)>;

    bool locked_ = false;
    Channel handover_, wake_;
};

using Plate = std::deque<std::string>;

asio::awaitable<void> eat(const char* name, Condition& condition,
                          Plate& plate) {
    try {
        Condition::Held held = co_await condition.acquire();
        co_await condition.wait_for(held, [&] { return !plate.empty(); });
        std::cout << name << ": eats the " << plate.front() << '\n';
        plate.pop_front();
        condition.notify_all();
    } catch (const boost::system::system_error&) {
        std::cout << name << ": cancelled\n";
    }
}

asio::awaitable<void> cook(Condition& condition, Plate& plate,
                           asio::cancellation_signal& cancel_a) {
    Condition::Held held = co_await condition.acquire();
    plate = {"apple"};
    condition.notify();
    // The notification is A's, but A does not run before this coroutine waits.
    cancel_a.emit(asio::cancellation_type::terminal);
    while (!plate.empty())
        co_await condition.wait(held);

    plate = {"bread", "cheese"};
    condition.notify_all();
    std::cout << "the cook " << (condition.locked() ? "has" : "lost")
              << " the lock\n";
}

int main() {
    asio::io_context loop;
    Condition condition(loop.get_executor());
    Plate plate;
    asio::cancellation_signal cancel_a;

    asio::co_spawn(
        loop, eat("A", condition, plate),
        asio::bind_cancellation_slot(cancel_a.slot(), asio::detached));
    for (const char* name : {"B", "C", "D"})
        asio::co_spawn(loop, eat(name, condition, plate), asio::detached);
    asio::co_spawn(loop, cook(condition, plate, cancel_a), asio::detached);
    loop.run();
}

/* Output:
A: cancelled
B: eats the apple
the cook has the lock
C: eats the bread
D: eats the cheese
*/
