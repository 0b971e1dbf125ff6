// ch12/34_unretrieved_exception.cpp
// What becomes of an exception that nobody asks for: lost with detached,
// thrown out of run() by a handler, or reported when its task goes.
// Python: asyncio.Task.exception, asyncio.create_task,
//   asyncio.loop.run_until_complete, asyncio.loop.set_exception_handler

#include <boost/asio.hpp>
#include <exception>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <utility>

namespace asio = boost::asio;

asio::awaitable<void> fail(const char* what) {
    co_await asio::post(asio::use_awaitable);
    throw std::runtime_error(what);
}

// Knows whether anybody has asked how the coroutine ended.
class Task {
    struct State {
        std::exception_ptr failure;

        ~State() {
            if (!failure)
                return;
            try {
                std::rethrow_exception(failure);
            } catch (const std::exception& error) {
                std::cout << "never retrieved: " << error.what() << '\n';
            }
        }
    };

public:
    Task(asio::io_context& loop, asio::awaitable<void> coroutine) {
        asio::co_spawn(loop, std::move(coroutine),
                       [state = state_](std::exception_ptr failure) {
                           state->failure = failure;
                       });
    }

    std::exception_ptr exception() {
        return std::exchange(state_->failure, nullptr);
    }

private:
    std::shared_ptr<State> state_ = std::make_shared<State>();
};

void rethrow(std::exception_ptr failure) {
    if (failure)
        std::rethrow_exception(failure);
}

int main() {
    asio::io_context loop;
    asio::co_spawn(loop, fail("one"), asio::detached);
    loop.run();
    std::cout << "not a word of the first\n";

    loop.restart();
    asio::co_spawn(loop, fail("two"), rethrow);
    asio::post(loop, [] { std::cout << "the loop turns\n"; });
    try {
        loop.run();
    } catch (const std::runtime_error& error) {
        std::cout << "out of run(): " << error.what() << '\n';
    }
    // The exception has not stopped the loop; it can run on.
    asio::post(loop, [] { std::cout << "the loop still turns\n"; });
    loop.run();

    loop.restart();
    {
        Task asked(loop, fail("three")), not_asked(loop, fail("four"));
        loop.run();
        std::cout << "asked: " << (asked.exception() ? "failed\n" : "fine\n");
    }
    std::cout << "both tasks are gone\n";
}

/* Output:
not a word of the first
the loop turns
out of run(): two
the loop still turns
asked: failed
never retrieved: four
both tasks are gone
*/
