// ch12/23_barrier.cpp
// A barrier for two coroutines: one that is cancelled gives up its place; an
// abort or a reset breaks the round of those who wait.
// Python: asyncio.Barrier, asyncio.Barrier.abort, asyncio.Barrier.broken,
//   asyncio.Barrier.n_waiting, asyncio.Barrier.parties,
//   asyncio.Barrier.reset, asyncio.Barrier.wait, asyncio.BrokenBarrierError

#include <boost/asio.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <exception>
#include <iostream>
#include <memory>

namespace asio = boost::asio;

struct BrokenBarrier : std::exception {};

class Barrier {
    enum class State { filling, open, broken };

    struct Round {
        explicit Round(const asio::any_io_executor& loop) : gate(loop) {}

        State state = State::filling;
        int waiting = 0;
        // Closed when the round is over; nothing is ever sent.
        asio::experimental::channel<void(boost::system::error_code)> gate;
    };

public:
    const int parties;

    Barrier(const asio::any_io_executor& loop, int parties)
        : parties(parties), loop_(loop) {}

    asio::awaitable<int> wait() {
        // A coroutine keeps the round it came for; round_ becomes the next.
        const std::shared_ptr<Round> round = round_;
        const int index = round->waiting++;
        if (round->state == State::filling && round->waiting == parties) {
            end(State::open);
            begin();
        }
        if (round->state == State::filling) {
            auto [reason] = co_await round->gate.async_receive(
                asio::as_tuple(asio::use_awaitable));
            // Cancelled while the round goes on: somebody else may come.
            if (reason != asio::experimental::error::channel_closed) {
                --round->waiting;
                throw boost::system::system_error(reason);
            }
        }
        if (round->state == State::broken)
            throw BrokenBarrier();
        co_return index;
    }

    void abort() {
        end(State::broken);
    }

    void reset() {
        end(State::broken);
        begin();
    }

    bool broken() const {
        return round_->state == State::broken;
    }

    int n_waiting() const {
        return round_->state == State::filling ? round_->waiting : 0;
    }

private:
    void begin() {
        round_ = std::make_shared<Round>(loop_);
    }

    void end(State outcome) {
        round_->state = outcome;
        round_->gate.close();
    }

    asio::any_io_executor loop_;
    std::shared_ptr<Round> round_ = std::make_shared<Round>(loop_);
};

asio::awaitable<void> meet(const char* name, Barrier& barrier) {
    try {
        const int index = co_await barrier.wait();
        std::cout << name << ": through as number " << index << '\n';
    } catch (const BrokenBarrier&) {
        std::cout << name << ": broken\n";
    } catch (const boost::system::system_error&) {
        std::cout << name << ": cancelled\n";
    }
}

asio::awaitable<void> run(Barrier& barrier, asio::cancellation_signal& cancel) {
    const asio::any_io_executor loop = co_await asio::this_coro::executor;
    asio::co_spawn(loop, meet("A", barrier),
                   asio::bind_cancellation_slot(cancel.slot(), asio::detached));
    co_await asio::post(asio::use_awaitable);
    std::cout << "waiting: " << barrier.n_waiting() << " of " << barrier.parties
              << '\n';
    cancel.emit(asio::cancellation_type::terminal);
    co_await asio::post(asio::use_awaitable);
    std::cout << "waiting: " << barrier.n_waiting() << '\n';

    asio::co_spawn(loop, meet("B", barrier), asio::detached);
    asio::co_spawn(loop, meet("C", barrier), asio::detached);
    co_await asio::post(asio::use_awaitable);

    asio::co_spawn(loop, meet("D", barrier), asio::detached);
    co_await asio::post(asio::use_awaitable);
    barrier.abort();
    std::cout << (barrier.broken() ? "broken for all\n" : "whole\n");
    co_await asio::post(asio::use_awaitable);
    co_await meet("E", barrier);

    barrier.reset();
    asio::co_spawn(loop, meet("F", barrier), asio::detached);
    co_await asio::post(asio::use_awaitable);
    barrier.reset();
    co_await asio::post(asio::use_awaitable);
    std::cout << (barrier.broken() ? "broken for all\n" : "whole\n");
}

int main() {
    asio::io_context loop;
    Barrier barrier(loop.get_executor(), 2);
    asio::cancellation_signal cancel;
    asio::co_spawn(loop, run(barrier, cancel), asio::detached);
    loop.run();
}

/* Output:
waiting: 1 of 2
A: cancelled
waiting: 0
b| B: through as number 0
c| C: through as number 1
broken for all
D: broken
E: broken
F: broken
whole
*/
