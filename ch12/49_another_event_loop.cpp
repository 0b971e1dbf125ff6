// ch12/49_another_event_loop.cpp
// A window has a loop of its own and draws a frame every 10 ms. Until the next
// one is due it lends the thread to Asio, where a coroutine awaits its clicks.
// Python: asyncio.loop.call_later, asyncio.loop.run_forever, asyncio.loop.stop

#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <chrono>
#include <exception>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;
using boost::system::error_code;

// Stands for a toolkit's: it only knows what to call on a click, and when it
// has nothing to do.
class Window {
public:
    template <typename OnClick, typename OnIdle>
    void main_loop(OnClick on_click, OnIdle on_idle) {
        // The user is a script: what is clicked on when what is shown.
        const std::vector<std::pair<std::string, std::string>> script{
            {"ready", "load"},
            {"loading", "cancel"},
            {"cancelled", "load again"},
            {"loaded", "close"}};
        for (auto step = script.begin(); open_; on_idle(10ms)) {
            if (step != script.end() && step->first == label_) {
                std::cout << "shown: " << label_
                          << "\n  clicked: " << step->second << '\n';
                on_click(step->second);
                ++step;
            }
        }
    }

    void show(const std::string& label) {
        label_ = label;
    }

    void close() {
        open_ = false;
    }

private:
    std::string label_;
    bool open_ = true;
};

using Clicks = asio::experimental::channel<void(error_code, std::string)>;

asio::awaitable<void> load(std::chrono::milliseconds duration) {
    asio::steady_timer server(co_await asio::this_coro::executor, duration);
    co_await server.async_wait(asio::use_awaitable);
}

asio::awaitable<void> application(Window& window, Clicks& clicks) {
    window.show("ready");
    co_await clicks.async_receive(asio::use_awaitable);

    window.show("loading");
    const auto first =
        co_await (load(1h) || clicks.async_receive(asio::use_awaitable));
    window.show(first.index() == 0 ? "loaded" : "cancelled");
    co_await clicks.async_receive(asio::use_awaitable);

    co_await load(30ms);
    window.show("loaded");
    co_await clicks.async_receive(asio::use_awaitable);
    window.close();
}

int main() {
    Window window;
    asio::io_context loop;
    // Without work the loop would return at once, and for good.
    const auto keep = asio::make_work_guard(loop);
    Clicks clicks(loop, 10);
    asio::co_spawn(loop, application(window, clicks),
                   [](std::exception_ptr error) {
                       if (error)
                           std::rethrow_exception(error);
                   });

    window.main_loop(
        [&clicks](const std::string& button) {
            clicks.try_send(error_code(), button);
        },
        [&loop](std::chrono::milliseconds until_next_frame) {
            loop.run_for(until_next_frame);
        });
}

/* Output:
shown: ready
  clicked: load
shown: loading
  clicked: cancel
shown: cancelled
  clicked: load again
shown: loaded
  clicked: close
*/
