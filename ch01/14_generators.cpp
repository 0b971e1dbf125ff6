// ch01/14_generators.cpp
// A generator hands out a value and stops there until the loop asks for the
// next one; in C++ it is a coroutine.
// Python: generator.__next__, generator.close, contextlib.closing

#include <coroutine>
#include <exception>
#include <iostream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <utility>

template <typename T>
class Generator {
public:
    // The compiler looks for this name and calls these functions.
    struct promise_type {
        const T* value = nullptr;
        std::exception_ptr error;

        Generator get_return_object() {
            return Generator(this);
        }
        // Nothing of the body runs before the first value is asked for.
        std::suspend_always initial_suspend() noexcept {
            return {};
        }
        // The address will do: what is yielded lives until the body goes on.
        std::suspend_always yield_value(const T& yielded) noexcept {
            value = std::addressof(yielded);
            return {};
        }
        void unhandled_exception() noexcept {
            error = std::current_exception();
        }
        void return_void() noexcept {}
        // Not destroyed at its end, so that done() can be asked.
        std::suspend_always final_suspend() noexcept {
            return {};
        }

        auto body() {
            return std::coroutine_handle<promise_type>::from_promise(*this);
        }
        void resume() {
            if (!body().done())
                body().resume();
            if (error)
                std::rethrow_exception(std::exchange(error, nullptr));
        }
    };

    struct Iterator {
        promise_type* promise;

        const T& operator*() const {
            return *promise->value;
        }
        Iterator& operator++() {
            promise->resume();
            return *this;
        }
        bool operator==(std::default_sentinel_t) const {
            return promise->body().done();
        }
    };

    Iterator begin() {
        promise_->resume();
        return {promise_.get()};
    }
    std::default_sentinel_t end() const {
        return {};
    }

private:
    // Ends the body where it stands; its local variables are destroyed.
    struct Destroy {
        void operator()(promise_type* promise) const {
            promise->body().destroy();
        }
    };
    explicit Generator(promise_type* promise) : promise_(promise) {}

    // What can be moved but not copied makes the Generator the same.
    std::unique_ptr<promise_type, Destroy> promise_;
};

struct Finally {
    ~Finally() {
        std::cout << "closed\n";
    }
};

Generator<int> readings() {
    Finally finally;
    co_yield 20;
    co_yield 22;
    throw std::runtime_error("sensor lost");
}

// By value: a coroutine keeps its parameters, but not what they refer to.
Generator<int> totals(Generator<int> source) {
    int total = 0;
    for (int n : source)
        co_yield total += n;
}

int main() {
    for (int reading : readings()) {
        std::cout << "first " << reading << '\n';
        break;
    }
    try {
        for (int total : totals(readings()))
            std::cout << "total " << total << '\n';
    } catch (const std::exception& error) {
        std::cout << "caught: " << error.what() << '\n';
    }
}

/* Output:
first 20
closed
total 20
total 42
closed
caught: sensor lost
*/
