// ch02/07_event_loop.cpp
// An event loop is a queue of functions and a loop that calls them. A job in
// several steps does one and queues the next, so that jobs take turns.
// Python: collections.deque

#include <deque>
#include <functional>
#include <iostream>
#include <string>
#include <utility>

class EventLoop {
public:
    void call_soon(std::function<void()> function) {
        ready_.push_back(std::move(function));
    }
    void run() {
        while (!ready_.empty()) {
            // Taken out before the call, which may queue more.
            const std::function<void()> function = std::move(ready_.front());
            ready_.pop_front();
            function();
        }
    }

private:
    std::deque<std::function<void()>> ready_;
};

void count_down(EventLoop& loop, const std::string& name, int n) {
    std::cout << name << ' ' << n << '\n';
    // A copy of name goes along: the caller's is gone when this is called.
    if (n > 1)
        loop.call_soon([&loop, name, n] { count_down(loop, name, n - 1); });
}

int main() {
    EventLoop loop;
    loop.call_soon([&loop] { count_down(loop, "rocket", 3); });
    loop.call_soon([&loop] { count_down(loop, "year", 2); });
    loop.call_soon([] { std::cout << "hello\n"; });
    std::cout << "nothing has been called\n";

    loop.run();
    std::cout << "nothing is left to call\n";
}

/* Output:
nothing has been called
rocket 3
year 2
hello
rocket 2
year 1
rocket 1
nothing is left to call
*/
