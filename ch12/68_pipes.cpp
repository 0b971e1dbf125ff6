// ch12/68_pipes.cpp
// A pipe between two coroutines of one loop: each end waits for the other
// without holding up the loop.
// Python: asyncio.loop.connect_read_pipe, asyncio.loop.connect_write_pipe

#include <boost/asio.hpp>
#include <iostream>
#include <string>
#include <utility>

namespace asio = boost::asio;

// Gets the pipe for itself: it is closed when the coroutine ends.
asio::awaitable<void> produce(asio::writable_pipe output) {
    for (const std::string line : {"one\n", "two\n", "three\n"}) {
        std::cout << "writes " << line;
        co_await asio::async_write(output, asio::buffer(line),
                                   asio::use_awaitable);
    }
}

asio::awaitable<void> consume(asio::readable_pipe input) {
    std::string text;
    for (;;) {
        auto as_tuple = asio::as_tuple(asio::use_awaitable);
        auto [error, length] = co_await asio::async_read_until(
            input, asio::dynamic_buffer(text), '\n', as_tuple);
        if (error)
            break;
        std::cout << "reads " << text.substr(0, length);
        text.erase(0, length);
    }
    std::cout << "the other end is closed\n";
}

int main() {
    asio::io_context loop;
    asio::readable_pipe input(loop);
    asio::writable_pipe output(loop);
    asio::connect_pipe(input, output);
    asio::co_spawn(loop, consume(std::move(input)), asio::detached);
    asio::co_spawn(loop, produce(std::move(output)), asio::detached);
    loop.run();
}

/* Output:
w,1| writes one
r,1| reads one
w,2| writes two
r,2| reads two
w,3| writes three
r,3| reads three
the other end is closed
*/
