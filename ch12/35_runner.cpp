// ch12/35_runner.cpp
// One loop runs several coroutines, one after the other; what goes on in the
// background goes on from one to the next, and ends with the runner.
// Python: asyncio.Runner, asyncio.Runner.close, asyncio.Runner.get_loop,
//   asyncio.Runner.run, asyncio.loop.create_task

#include <boost/asio.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <exception>
#include <iostream>
#include <list>
#include <stdexcept>
#include <utility>

namespace asio = boost::asio;

class Runner {
public:
    ~Runner() {
        close();
    }

    // Until this coroutine has ended; what else goes on only pauses.
    template <typename Result>
    Result run(asio::awaitable<Result> coroutine) {
        std::exception_ptr failure;
        Result result{};
        asio::co_spawn(loop_, std::move(coroutine),
                       [&](std::exception_ptr thrown, Result returned) {
                           failure = thrown;
                           result = std::move(returned);
                           loop_.stop();
                       });
        loop_.restart();
        loop_.run();
        if (failure)
            std::rethrow_exception(failure);
        return result;
    }

    void create_task(asio::awaitable<void> coroutine) {
        asio::co_spawn(loop_, std::move(coroutine),
                       asio::bind_cancellation_slot(
                           cancels_.emplace_back().slot(), asio::detached));
    }

    // Cancels all tasks, and runs on until they have ended.
    void close() {
        for (asio::cancellation_signal& cancel : cancels_)
            cancel.emit(asio::cancellation_type::terminal);
        loop_.restart();
        loop_.run();
        cancels_.clear();
    }

    asio::io_context& get_loop() {
        return loop_;
    }

private:
    // Declared before the loop, so that they are there as long as its tasks.
    std::list<asio::cancellation_signal> cancels_;
    asio::io_context loop_;
};

using Channel =
    asio::experimental::channel<void(boost::system::error_code, int)>;

asio::awaitable<void> square(Channel& questions, Channel& answers) {
    try {
        for (;;) {
            const int number =
                co_await questions.async_receive(asio::use_awaitable);
            co_await answers.async_send(boost::system::error_code{},
                                        number * number, asio::use_awaitable);
        }
    } catch (const boost::system::system_error&) {
        std::cout << "background: cancelled\n";
    }
}

asio::awaitable<int> ask(int number, Channel& questions, Channel& answers) {
    co_await questions.async_send(boost::system::error_code{}, number,
                                  asio::use_awaitable);
    const int answer = co_await answers.async_receive(asio::use_awaitable);
    if (answer > 10)
        throw std::range_error("too much");
    co_return answer;
}

int main() {
    Runner runner;
    Channel questions(runner.get_loop()), answers(runner.get_loop());
    runner.create_task(square(questions, answers));
    for (int number : {2, 3, 4}) {
        try {
            std::cout << runner.run(ask(number, questions, answers)) << '\n';
        } catch (const std::range_error& error) {
            std::cout << error.what() << '\n';
        }
    }
    runner.close();
    std::cout << "closed\n";
}

/* Output:
4
9
too much
background: cancelled
closed
*/
