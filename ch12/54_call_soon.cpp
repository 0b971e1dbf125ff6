// ch12/54_call_soon.cpp
// Callbacks stand in the loop's queue and run in its order, also those that a
// callback adds; one is called off in time.
// Python: asyncio.loop.call_soon, asyncio.Handle, asyncio.Handle.cancel,
//   asyncio.Handle.cancelled

#include <boost/asio.hpp>
#include <iostream>
#include <memory>
#include <utility>

namespace asio = boost::asio;

class Handle {
public:
    void cancel() {
        *called_off = true;
    }
    bool cancelled() const {
        return *called_off;
    }

private:
    // Shared by the caller's copy and the one in the queue.
    std::shared_ptr<bool> called_off = std::make_shared<bool>(false);
};

// What has been posted can't be taken back: it runs and does nothing.
template <typename Callback>
Handle call_soon(asio::io_context& loop, Callback callback) {
    Handle handle;
    asio::post(loop, [handle, callback = std::move(callback)]() mutable {
        if (!handle.cancelled())
            callback();
    });
    return handle;
}

int main() {
    asio::io_context loop;
    asio::post(loop, [&loop] {
        std::cout << "first: begins\n";
        // Behind all that is in the queue, and the last thing done here: defer
        // tells the loop that it need not hurry to hand it to another thread.
        asio::defer(loop, [] { std::cout << "third\n"; });
        // Not queued: a thread that runs the loop calls it at once.
        asio::dispatch(loop, [] { std::cout << "first: calls\n"; });
        std::cout << "first: ends\n";
    });
    Handle never = call_soon(loop, [] { std::cout << "never\n"; });
    Handle second = call_soon(loop, [] { std::cout << "second\n"; });
    never.cancel();
    std::cout << "main: runs the loop\n";

    loop.run();
    std::cout << "main: never was " << (never.cancelled() ? "" : "not ")
              << "called off, second was " << (second.cancelled() ? "" : "not ")
              << "called off\n";
}

/* Output:
main: runs the loop
first: begins
first: calls
first: ends
second
third
main: never was called off, second was not called off
*/
