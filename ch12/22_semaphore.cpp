// ch12/22_semaphore.cpp
// Two permits for four coroutines: of the two that are cancelled, one had been
// given a permit, and it goes to the next. A bound refuses one too many.
// Python: asyncio.BoundedSemaphore, asyncio.Semaphore,
//   asyncio.Semaphore.acquire, asyncio.Semaphore.locked,
//   asyncio.Semaphore.release

#include <boost/asio.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <iostream>
#include <limits>
#include <memory>
#include <stdexcept>

namespace asio = boost::asio;

class Semaphore {
public:
    static constexpr int unbounded = std::numeric_limits<int>::max();

    Semaphore(const asio::any_io_executor& loop, int permits,
              int bound = unbounded)
        : permits_(permits), bound_(bound), handover_(loop) {}

    asio::awaitable<void> acquire() {
        if (permits_ > 0)
            --permits_;
        else
            co_await handover_.async_receive(asio::use_awaitable);
    }

    // A permit goes to who has waited longest, and is counted if nobody has.
    void release() {
        if (permits_ == bound_)
            throw std::logic_error("released too many times");
        if (!handover_.try_send(boost::system::error_code{}))
            ++permits_;
    }

    bool locked() const {
        return permits_ == 0;
    }

private:
    int permits_;
    const int bound_;
    asio::experimental::channel<void(boost::system::error_code)> handover_;
};

struct Release {
    void operator()(Semaphore* semaphore) const {
        semaphore->release();
    }
};

asio::awaitable<void> work(const char* name, Semaphore& semaphore) {
    try {
        co_await semaphore.acquire();
        std::unique_ptr<Semaphore, Release> permit(&semaphore);
        co_await asio::post(asio::use_awaitable);
        std::cout << name << ": worked\n";
    } catch (const boost::system::system_error&) {
        std::cout << name << ": cancelled\n";
    }
}

asio::awaitable<void> run(Semaphore& semaphore,
                          asio::cancellation_signal& cancel_a,
                          asio::cancellation_signal& cancel_b) {
    co_await semaphore.acquire();
    co_await semaphore.acquire();
    // The four run now, and queue up.
    co_await asio::post(asio::use_awaitable);
    std::cout << (semaphore.locked() ? "no permit left\n" : "one left\n");

    cancel_a.emit(asio::cancellation_type::terminal);
    // The permit is B's now, but B does not run before this coroutine waits.
    semaphore.release();
    cancel_b.emit(asio::cancellation_type::terminal);
    semaphore.release();
}

int main() {
    asio::io_context loop;
    Semaphore semaphore(loop.get_executor(), 2, 2);
    asio::cancellation_signal cancel_a, cancel_b;

    asio::co_spawn(loop, run(semaphore, cancel_a, cancel_b), asio::detached);
    asio::co_spawn(
        loop, work("A", semaphore),
        asio::bind_cancellation_slot(cancel_a.slot(), asio::detached));
    asio::co_spawn(
        loop, work("B", semaphore),
        asio::bind_cancellation_slot(cancel_b.slot(), asio::detached));
    asio::co_spawn(loop, work("C", semaphore), asio::detached);
    asio::co_spawn(loop, work("D", semaphore), asio::detached);
    loop.run();

    try {
        semaphore.release();
    } catch (const std::logic_error& error) {
        std::cout << error.what() << '\n';
    }
}

/* Output:
no permit left
A: cancelled
B: cancelled
C: worked
D: worked
released too many times
*/
