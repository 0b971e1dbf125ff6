// ch12/19_lock.cpp
// A lock for coroutines is handed from one to the next, in the order of their
// coming; two that are cancelled, one of them with the lock already its own,
// do not stop it on its way.
// Python: asyncio.Lock, asyncio.Lock.acquire, asyncio.Lock.locked,
//   asyncio.Lock.release

#include <boost/asio.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <iostream>
#include <memory>

namespace asio = boost::asio;

class Lock {
    struct Release {
        void operator()(Lock* lock) const {
            lock->release();
        }
    };

public:
    // Whoever has this has the lock.
    using Held = std::unique_ptr<Lock, Release>;

    explicit Lock(const asio::any_io_executor& loop) : handover_(loop) {}

    asio::awaitable<Held> acquire() {
        // What is received is the lock itself, still locked.
        if (locked_)
            co_await handover_.async_receive(asio::use_awaitable);
        locked_ = true;
        co_return Held(this);
    }

    bool locked() const {
        return locked_;
    }

private:
    void release() {
        // Without a buffer, a channel takes only what somebody waits for.
        if (!handover_.try_send(boost::system::error_code{}))
            locked_ = false;
    }

    bool locked_ = false;
    asio::experimental::channel<void(boost::system::error_code)> handover_;
};

asio::awaitable<void> work(const char* name, Lock& lock) {
    try {
        Lock::Held held = co_await lock.acquire();
        co_await asio::post(asio::use_awaitable);
        std::cout << name << ": worked\n";
    } catch (const boost::system::system_error&) {
        std::cout << name << ": cancelled\n";
    }
}

asio::awaitable<void> run(Lock& lock, asio::cancellation_signal& cancel_b,
                          asio::cancellation_signal& cancel_c) {
    Lock::Held held = co_await lock.acquire();
    // The others run now, and queue up.
    co_await asio::post(asio::use_awaitable);
    std::cout << "A: has the lock\n";

    cancel_b.emit(asio::cancellation_type::terminal);
    // The lock is C's now, but C does not run before this coroutine waits.
    held.reset();
    cancel_c.emit(asio::cancellation_type::terminal);
}

int main() {
    asio::io_context loop;
    Lock lock(loop.get_executor());
    asio::cancellation_signal cancel_b, cancel_c;

    asio::co_spawn(loop, run(lock, cancel_b, cancel_c), asio::detached);
    asio::co_spawn(
        loop, work("B", lock),
        asio::bind_cancellation_slot(cancel_b.slot(), asio::detached));
    asio::co_spawn(
        loop, work("C", lock),
        asio::bind_cancellation_slot(cancel_c.slot(), asio::detached));
    asio::co_spawn(loop, work("D", lock), asio::detached);
    loop.run();
    std::cout << (lock.locked() ? "locked\n" : "free\n");
}

/* Output:
A: has the lock
B: cancelled
C: cancelled
D: worked
free
*/
