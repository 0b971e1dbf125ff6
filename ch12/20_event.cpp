// ch12/20_event.cpp
// An event lets everybody through who waits for it. Asio has one under another
// name: a channel that is closed.
// Python: asyncio.Event, asyncio.Event.clear, asyncio.Event.is_set,
//   asyncio.Event.set, asyncio.Event.wait

#include <boost/asio.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <iostream>

namespace asio = boost::asio;

class Event {
public:
    explicit Event(const asio::any_io_executor& loop) : gate_(loop) {}

    void set() {
        gate_.close();
    }

    void clear() {
        if (is_set())
            gate_.reset();
    }

    bool is_set() const {
        return !gate_.is_open();
    }

    asio::awaitable<void> wait() {
        if (is_set())
            co_return;
        // Nothing is ever sent: the reason tells the end of the waiting from
        // the end of the one who waits.
        auto [reason] =
            co_await gate_.async_receive(asio::as_tuple(asio::use_awaitable));
        if (reason != asio::experimental::error::channel_closed)
            throw boost::system::system_error(reason);
    }

private:
    asio::experimental::channel<void(boost::system::error_code)> gate_;
};

asio::awaitable<void> pass(const char* name, Event& event) {
    std::cout << name << ": comes\n";
    try {
        co_await event.wait();
        std::cout << name << ": is through\n";
    } catch (const boost::system::system_error&) {
        std::cout << name << ": cancelled\n";
    }
}

asio::awaitable<void> run(Event& event, asio::cancellation_signal& cancel_b) {
    cancel_b.emit(asio::cancellation_type::terminal);
    event.set();
    co_await asio::post(asio::use_awaitable);
    co_await pass("D", event);

    event.clear();
    asio::co_spawn(co_await asio::this_coro::executor, pass("E", event),
                   asio::detached);
    co_await asio::post(asio::use_awaitable);
    // Who waits is let through, even if the event is cleared at once.
    event.set();
    event.clear();
    std::cout << (event.is_set() ? "set\n" : "clear\n");
}

int main() {
    asio::io_context loop;
    Event event(loop.get_executor());
    asio::cancellation_signal cancel_b;

    asio::co_spawn(loop, pass("A", event), asio::detached);
    asio::co_spawn(
        loop, pass("B", event),
        asio::bind_cancellation_slot(cancel_b.slot(), asio::detached));
    asio::co_spawn(loop, pass("C", event), asio::detached);
    asio::co_spawn(loop, run(event, cancel_b), asio::detached);
    loop.run();
}

/* Output:
A: comes
B: comes
C: comes
B: cancelled
A: is through
C: is through
D: comes
D: is through
E: comes
clear
E: is through
*/
