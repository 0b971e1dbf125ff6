// ch12/10_as_completed.cpp
// Results are taken in the order in which they come about: whoever is done
// puts its outcome into a channel. Who gives up waiting takes nothing along.
// Python: asyncio.as_completed

#include <boost/asio.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <exception>
#include <future>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace asio = boost::asio;

using Gate = asio::experimental::channel<void(boost::system::error_code)>;

template <typename Result>
using Outcomes = asio::experimental::channel<void(std::exception_ptr, Result)>;

template <typename Result>
std::shared_ptr<Outcomes<Result>> as_completed(
    const asio::any_io_executor& executor,
    std::vector<asio::awaitable<Result>> coroutines) {
    // Room for all: nobody waits to hand over, and if the caller leaves early,
    // the tasks still own the channel.
    auto outcomes =
        std::make_shared<Outcomes<Result>>(executor, coroutines.size());
    for (asio::awaitable<Result>& coroutine : coroutines)
        asio::co_spawn(executor, std::move(coroutine),
                       [outcomes](std::exception_ptr failure, Result result) {
                           outcomes->try_send(failure, std::move(result));
                       });
    return outcomes;
}

asio::awaitable<std::string> run(std::string name, Gate& gate) {
    co_await gate.async_receive(asio::use_awaitable);
    if (name == "bert")
        throw std::runtime_error("bert stumbled");
    co_return name + " arrived";
}

asio::awaitable<void> impatient(Outcomes<std::string>& outcomes) {
    auto [failure, result] =
        co_await outcomes.async_receive(asio::as_tuple(asio::use_awaitable));
    std::cout << (failure ? "impatient: cancelled\n" : "impatient: served\n");
}

asio::awaitable<void> program() {
    asio::any_io_executor executor = co_await asio::this_coro::executor;
    Gate anna(executor, 1), bert(executor, 1), cleo(executor, 1);
    std::vector<asio::awaitable<std::string>> coroutines;
    coroutines.push_back(run("anna", anna));
    coroutines.push_back(run("bert", bert));
    coroutines.push_back(run("cleo", cleo));
    auto outcomes = as_completed(executor, std::move(coroutines));

    asio::cancellation_signal give_up;
    Gate gone(executor, 1);
    asio::co_spawn(executor, impatient(*outcomes),
                   asio::bind_cancellation_slot(
                       give_up.slot(), [&gone](std::exception_ptr) {
                           gone.try_send(boost::system::error_code());
                       }));
    give_up.emit(asio::cancellation_type::terminal);
    co_await gone.async_receive(asio::use_awaitable);

    // The gates make the order of arrival known.
    for (Gate* gate : {&cleo, &bert, &anna}) {
        gate->try_send(boost::system::error_code());
        try {
            const std::string result =
                co_await outcomes->async_receive(asio::use_awaitable);
            std::cout << result << '\n';
        } catch (const std::runtime_error& error) {
            std::cout << error.what() << '\n';
        }
    }
}

int main() {
    asio::io_context loop;
    std::future<void> done = asio::co_spawn(loop, program(), asio::use_future);
    loop.run();
    done.get();
}

/* Output:
impatient: cancelled
cleo arrived
bert stumbled
anna arrived
*/
