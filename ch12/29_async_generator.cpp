// ch12/29_async_generator.cpp
// A coroutine that yields and waits in turns. Who stops asking before its end
// destroys it, and what it holds is given back.
// Python: asyncio.sleep

#include <boost/asio.hpp>
#include <boost/asio/experimental/coro.hpp>
#include <iostream>
#include <optional>

namespace asio = boost::asio;

using Generator = asio::experimental::coro<int>;

struct Connection {
    Connection() {
        std::cout << "connects\n";
    }

    ~Connection() {
        std::cout << "disconnects\n";
    }

    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
};

// Its first parameter tells the generator where to run.
Generator squares(asio::any_io_executor loop, int last) {
    Connection connection;
    for (int number = 1; number <= last; ++number) {
        co_await asio::post(loop, asio::deferred);
        co_yield (number * number);
    }
}

asio::awaitable<void> run() {
    const asio::any_io_executor loop = co_await asio::this_coro::executor;
    {
        Generator all = squares(loop, 3);
        std::cout << "asks\n";
        while (std::optional<int> square =
                   co_await all.async_resume(asio::use_awaitable))
            std::cout << *square << '\n';
    }
    {
        Generator some = squares(loop, 1000);
        while (std::optional<int> square =
                   co_await some.async_resume(asio::use_awaitable)) {
            std::cout << *square << '\n';
            if (*square >= 4)
                break;
        }
        std::cout << "has enough\n";
    }
    std::cout << "ends\n";
}

int main() {
    asio::io_context loop;
    asio::co_spawn(loop, run(), asio::detached);
    loop.run();
}

/* Output:
asks
connects
1
4
9
disconnects
connects
1
4
has enough
disconnects
ends
*/
