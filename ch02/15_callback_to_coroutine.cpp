// ch02/15_callback_to_coroutine.cpp
// One asynchronous function, one job of two steps, written three times: with
// callbacks, with futures and as a coroutine.
// Python: concurrent.futures.Executor.submit,
//   concurrent.futures.Future.add_done_callback,
//   concurrent.futures.Future.result, asyncio.run, asyncio.wrap_future

#include <boost/asio.hpp>
#include <iostream>
#include <map>
#include <string>
#include <utility>

namespace asio = boost::asio;

// What the caller passes as `token` decides how the answer reaches it.
template <typename Token>
auto look_up(asio::thread_pool& archive, std::string key, Token&& token) {
    return asio::async_initiate<Token, void(std::string)>(
        [&archive](auto done, std::string key) {
            asio::post(archive, [done = std::move(done),
                                 key = std::move(key)]() mutable {
                static const std::map<std::string, std::string> entries = {
                    {"Ada", "London"}, {"London", "England"}};
                std::move(done)(entries.at(key));
            });
        },
        token, std::move(key));
}

void with_callbacks(asio::thread_pool& archive) {
    look_up(archive, "Ada", [&archive](std::string city) {
        look_up(archive, city, [city](std::string country) {
            std::cout << "callbacks: " << city << ", " << country << '\n';
        });
    });
}

// Reads like a coroutine, but this thread can do nothing else while it waits.
void with_futures(asio::thread_pool& archive) {
    std::string city = look_up(archive, "Ada", asio::use_future).get();
    std::string country = look_up(archive, city, asio::use_future).get();
    std::cout << "futures: " << city << ", " << country << '\n';
}

asio::awaitable<void> as_coroutine(asio::thread_pool& archive) {
    std::string city = co_await look_up(archive, "Ada", asio::use_awaitable);
    std::string country = co_await look_up(archive, city, asio::use_awaitable);
    std::cout << "coroutine: " << city << ", " << country << '\n';
}

int main() {
    {
        asio::thread_pool archive(1);
        with_callbacks(archive);
        // Waits for what was queued meanwhile, too.
        archive.join();
    }
    asio::thread_pool archive(1);
    with_futures(archive);
    // Waits, and hands on an exception that the coroutine lets out.
    asio::co_spawn(archive, as_coroutine(archive), asio::use_future).get();
}

/* Output:
callbacks: London, England
futures: London, England
coroutine: London, England
*/
