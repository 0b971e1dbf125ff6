// ch12/73_debug.cpp
// An executor that times what runs through it finds the handler that holds up
// the loop, in callbacks and in coroutines.
// Python: asyncio.loop.set_debug, asyncio.loop.get_debug

#include <boost/asio.hpp>
#include <chrono>
#include <iostream>
#include <thread>
#include <type_traits>
#include <utility>

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto slow_callback_duration = 20ms;

// Does what the executor inside does, and takes the time of every handler.
template <typename Executor>
class Timed {
public:
    Timed(const Executor& executor, const char* owner) noexcept
        : executor(executor), owner(owner) {}

    template <typename Function>
    void execute(Function function) const {
        executor.execute(
            [function = std::move(function), owner = owner]() mutable {
                const auto start = Clock::now();
                std::move(function)();
                if (Clock::now() - start >= slow_callback_duration)
                    std::cout << "debug: " << owner << " held up the loop\n";
            });
    }
    // Asked for another behaviour, it is a timed one of the executor with
    // that behaviour.
    template <typename Property>
    auto require(const Property& property) const -> Timed<std::decay_t<
        decltype(asio::require(std::declval<const Executor&>(), property))>> {
        return {asio::require(executor, property), owner};
    }
    template <typename Property>
    auto query(const Property& property) const
        -> decltype(asio::query(std::declval<const Executor&>(), property)) {
        return asio::query(executor, property);
    }
    bool operator==(const Timed&) const noexcept = default;

private:
    Executor executor;
    const char* owner;
};

void parse() {
    std::this_thread::sleep_for(30ms);
    std::cout << "parsed\n";
}

asio::awaitable<void> parse_twice() {
    parse();
    co_await asio::post(asio::use_awaitable);
    parse();
}

int main() {
    asio::io_context loop;
    const Timed timed(loop.get_executor(), "the callback");
    asio::post(timed, parse);
    loop.run();

    loop.restart();
    asio::co_spawn(Timed(loop.get_executor(), "the coroutine"), parse_twice(),
                   asio::detached);
    loop.run();

    loop.restart();
    asio::post(loop, parse);
    loop.run();
}

/* Output:
parsed
debug: the callback held up the loop
parsed
debug: the coroutine held up the loop
parsed
debug: the coroutine held up the loop
parsed
*/
