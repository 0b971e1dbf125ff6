// ch12/74_event_loop_by_hand.cpp
// An event loop without a library: coroutines that can go on stand in a queue,
// the others wait for a deadline or at a socket.
// Python: asyncio.AbstractEventLoop, asyncio.loop.run_until_complete
// Platform: posix

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cerrno>
#include <chrono>
#include <coroutine>
#include <deque>
#include <exception>
#include <iostream>
#include <map>
#include <stdexcept>
#include <utility>
#include <variant>
#include <vector>

using Clock = std::chrono::steady_clock;
using Coroutine = std::coroutine_handle<>;
using namespace std::chrono_literals;

// Awaited, it puts the coroutine where the loop finds it when its time comes.
template <typename Queue>
struct Wait : std::suspend_always {
    Wait(Queue& queue, typename Queue::key_type key) : queue(queue), key(key) {}
    void await_suspend(Coroutine waiter) {
        queue.emplace(key, waiter);
    }
    Queue& queue;
    const typename Queue::key_type key;
};

struct Loop {
    void run_once() {
        const auto now = Clock::now();
        while (!timers.empty() && timers.begin()->first <= now)
            ready.push_back(timers.extract(timers.begin()).mapped());
        auto limit = std::chrono::milliseconds(ready.empty() ? -1 : 0);
        if (ready.empty() && !timers.empty())
            limit = std::chrono::ceil<std::chrono::milliseconds>(
                timers.begin()->first - now);
        std::vector<pollfd> set;
        for (auto [socket, waiter] : readers)
            set.push_back({socket, POLLIN, 0});
        if (poll(set.data(), set.size(), limit.count()) < 0 && errno != EINTR)
            throw std::runtime_error("poll failed");
        for (const pollfd& socket : set)
            if (socket.revents != 0)
                ready.push_back(readers.extract(socket.fd).mapped());
        // What becomes ready meanwhile has its turn in the next round.
        for (auto turns = ready.size(); turns > 0 && !ready.empty(); --turns) {
            const Coroutine next = ready.front();
            ready.pop_front();
            next.resume();
        }
    }
    auto run_until_complete(auto task) {
        while (!task.await_ready())
            run_once();
        return task.await_resume();
    }
    std::deque<Coroutine> ready;
    std::multimap<Clock::time_point, Coroutine> timers;
    std::map<int, Coroutine> readers;
};

template <typename Result>
struct Task {
    struct promise_type;
    using Handle = std::coroutine_handle<promise_type>;
    struct promise_type {
        // Gets what the coroutine gets: the loop comes first.
        explicit promise_type(Loop& loop, const auto&...) : loop(loop) {}
        Task get_return_object() {
            return Task(Handle::from_promise(*this));
        }
        std::suspend_always initial_suspend() {
            loop.ready.push_back(Handle::from_promise(*this));
            return {};
        }
        std::suspend_always final_suspend() noexcept {
            loop.ready.push_back(waiter);
            return {};
        }
        void return_value(Result result) {
            outcome = std::move(result);
        }
        void unhandled_exception() {
            outcome = std::current_exception();
        }
        Loop& loop;
        Coroutine waiter = std::noop_coroutine();
        std::variant<std::exception_ptr, Result> outcome;
    };
    explicit Task(Handle handle) : handle(handle) {}
    Task(Task&& other) : handle(std::exchange(other.handle, nullptr)) {}
    // Ends the coroutine wherever it stands; what it owns goes with it.
    ~Task() {
        if (!handle)
            return;
        Loop& loop = handle.promise().loop;
        auto mine = [this](auto& entry) { return entry.second == handle; };
        std::erase(loop.ready, handle);
        std::erase_if(loop.timers, mine);
        std::erase_if(loop.readers, mine);
        handle.destroy();
    }
    bool await_ready() const {
        return handle.done();
    }
    void await_suspend(Coroutine waiter) {
        handle.promise().waiter = waiter;
    }
    Result await_resume() {
        auto& outcome = handle.promise().outcome;
        if (auto* failure = std::get_if<std::exception_ptr>(&outcome))
            std::rethrow_exception(*failure);
        return std::get<Result>(std::move(outcome));
    }
    Handle handle;
};

Task<int> send_at(Loop& loop, int to, char letter, Clock::time_point time) {
    co_await Wait(loop.timers, time);
    std::cout << "sends " << letter << '\n';
    co_return send(to, &letter, 1, MSG_NOSIGNAL);
}

Task<char> receive(Loop& loop, int socket) {
    co_await Wait(loop.readers, socket);
    char letter;
    if (recv(socket, &letter, 1, 0) != 1)
        throw std::runtime_error("nothing more will come");
    co_return letter;
}

Task<int> run(Loop& loop, int here, int there) {
    const auto now = Clock::now();
    Task<int> never = send_at(loop, there, 'c', now + 1h);
    Task<int> late = send_at(loop, there, 'b', now + 20ms);
    Task<int> early = send_at(loop, there, 'a', now + 10ms);
    for (int i = 0; i < 2; ++i) {
        const char letter = co_await receive(loop, here);
        std::cout << "receives " << letter << '\n';
    }
    close(there);
    try {
        co_await receive(loop, here);
    } catch (const std::runtime_error& error) {
        std::cout << error.what() << '\n';
    }
    co_return co_await late + co_await early;
}

int main() {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
        return 1;
    Loop loop;
    std::cout << loop.run_until_complete(run(loop, ends[0], ends[1]))
              << " have been sent\n";
    close(ends[0]);
}

/* Output:
s,1| sends a
r,1| receives a
s,2| sends b
r,2| receives b
nothing more will come
2 have been sent
*/
