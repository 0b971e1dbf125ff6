// ch12/72_exception_handler.cpp
// What a callback throws leaves run(): the program hands it to a handler and
// lets the loop go on.
// Python: asyncio.loop.set_exception_handler,
//   asyncio.loop.get_exception_handler, asyncio.loop.call_exception_handler,
//   asyncio.loop.default_exception_handler

#include <boost/asio.hpp>
#include <exception>
#include <functional>
#include <iostream>
#include <stdexcept>
#include <string>
#include <utility>

namespace asio = boost::asio;

class Loop : public asio::io_context {
public:
    using Handler = std::function<void(const std::exception&)>;

    void set_exception_handler(Handler handler) {
        own = std::move(handler);
    }
    const Handler& get_exception_handler() const {
        return own;
    }
    static void default_exception_handler(const std::exception& error) {
        std::cout << "default: " << error.what() << '\n';
    }
    void call_exception_handler(const std::exception& error) const {
        if (own)
            own(error);
        else
            default_exception_handler(error);
    }

    void run() {
        for (;;)
            try {
                io_context::run();
                return;
            } catch (const std::exception& error) {
                // No restart() is needed: the loop has not come to an end.
                call_exception_handler(error);
            }
    }

private:
    Handler own;
};

asio::awaitable<void> deliver(std::string parcel) {
    co_await asio::post(asio::use_awaitable);
    throw std::runtime_error(parcel + " is lost");
}

int main() {
    Loop loop;
    asio::post(loop, [] { throw std::runtime_error("parcel 1 is lost"); });
    asio::post(loop, [] { std::cout << "the loop goes on\n"; });
    loop.run();

    loop.set_exception_handler([&](const std::exception& error) {
        std::cout << "handler: " << error.what() << '\n';
    });
    std::cout << "main: " << (loop.get_exception_handler() ? "a" : "no")
              << " handler is set\n";
    // Detached, a coroutine's exception would be lost. This rethrows it.
    auto rethrow = [](std::exception_ptr failure) {
        if (failure)
            std::rethrow_exception(failure);
    };
    loop.restart();
    asio::co_spawn(loop, deliver("parcel 2"), rethrow);
    loop.run();
    loop.call_exception_handler(std::runtime_error("parcel 3 is late"));
}

/* Output:
default: parcel 1 is lost
the loop goes on
main: a handler is set
handler: parcel 2 is lost
handler: parcel 3 is late
*/
