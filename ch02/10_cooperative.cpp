// ch02/10_cooperative.cpp
// Coroutines take turns because each gives way of its own accord. Who never
// does keeps all the others waiting.
// Python: generator.__next__, collections.deque

#include <coroutine>
#include <deque>
#include <iostream>
#include <memory>
#include <string>
#include <utility>

class Task {
public:
    // What the compiler asks for: how a coroutine begins and how it ends.
    struct promise_type {
        Task get_return_object() {
            return Task(this);
        }
        std::suspend_always initial_suspend() noexcept {
            return {};
        }
        std::suspend_always final_suspend() noexcept {
            return {};
        }
        void return_void() noexcept {}
        // Out of resume() to the scheduler.
        void unhandled_exception() {
            throw;
        }
    };

    // Runs until the coroutine gives way or ends; false when it has ended.
    bool resume() {
        const auto body = Body::from_promise(*promise_);
        body.resume();
        return !body.done();
    }

private:
    using Body = std::coroutine_handle<promise_type>;
    struct Destroy {
        void operator()(promise_type* promise) const {
            Body::from_promise(*promise).destroy();
        }
    };
    explicit Task(promise_type* promise) : promise_(promise) {}
    std::unique_ptr<promise_type, Destroy> promise_;
};

constexpr std::suspend_always give_way;

Task polite(std::string name) {
    for (int i = 1; i <= 3; ++i) {
        std::cout << name << ' ' << i << '\n';
        co_await give_way;
    }
}

Task greedy() {
    for (int i = 1; i <= 3; ++i)
        std::cout << "greedy " << i << '\n';
    co_return;
}

int main() {
    std::deque<Task> ready;
    ready.push_back(polite("A"));
    ready.push_back(greedy());
    ready.push_back(polite("B"));

    while (!ready.empty()) {
        Task task = std::move(ready.front());
        ready.pop_front();
        if (task.resume())
            ready.push_back(std::move(task));
    }
}

/* Output:
A 1
greedy 1
greedy 2
greedy 3
B 1
A 2
B 2
A 3
B 3
*/
