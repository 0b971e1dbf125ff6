// ch02/08_io_context.cpp
// Asio's event loop: post queues a function, dispatch calls it at once where
// the loop is already running; poll calls what is ready, run goes on until
// nothing is left.
// Python: asyncio.new_event_loop, asyncio.loop.call_soon,
//   asyncio.loop.run_forever, asyncio.loop.stop, asyncio.loop.close

#include <boost/asio.hpp>
#include <iostream>

namespace asio = boost::asio;

int main() {
    asio::io_context io;
    asio::post(io, [] { std::cout << "first\n"; });
    std::cout << "main: nothing has been called\n";
    io.poll();
    std::cout << "main: polled\n";

    asio::post(io, [&io] {
        std::cout << "second begins\n";
        asio::post(io, [] { std::cout << "posted\n"; });
        asio::dispatch(io, [] { std::cout << "dispatched\n"; });
        std::cout << "second ends\n";
    });
    // A loop that has run out of work is stopped, and stays so until this.
    io.restart();
    io.run();
    std::cout << "main: nothing is left to call\n";
}

/* Output:
main: nothing has been called
first
main: polled
second begins
dispatched
second ends
posted
main: nothing is left to call
*/
