// ch12/75_scheduler.cpp
// Events run in one thread in the order of their times and, at the same time,
// of their priorities; one is taken out before its time has come.
// Python: sched.scheduler, sched.scheduler.cancel, sched.scheduler.empty,
//   sched.scheduler.enter, sched.scheduler.enterabs, sched.scheduler.queue,
//   sched.scheduler.run

#include <chrono>
#include <functional>
#include <iostream>
#include <map>
#include <string>
#include <thread>
#include <utility>

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

class Scheduler {
public:
    using Action = std::function<void()>;
    // Pairs are ordered by time first, then by priority: small comes first.
    using Queue = std::multimap<std::pair<Clock::time_point, int>, Action>;
    using Event = Queue::iterator;

    Event enter_at(Clock::time_point time, int priority, Action action) {
        return events.emplace(std::pair(time, priority), std::move(action));
    }
    Event enter(Clock::duration delay, int priority, Action action) {
        return enter_at(Clock::now() + delay, priority, std::move(action));
    }
    void cancel(Event event) {
        events.erase(event);
    }
    bool empty() const {
        return events.empty();
    }
    const Queue& queue() const {
        return events;
    }

    // Runs all events that there are, also those that actions enter.
    void run() {
        while (!events.empty()) {
            const Clock::time_point time = events.begin()->first.first;
            std::this_thread::sleep_until(time);
            // Taken out first: the action may change the queue.
            auto event = events.extract(events.begin());
            event.mapped()();
        }
    }

private:
    Queue events;
};

int main() {
    auto say = [](std::string text) {
        return [text] { std::cout << text << '\n'; };
    };
    Scheduler scheduler;
    const auto start = Clock::now();
    scheduler.enter_at(start + 30ms, 1, say("lunch"));
    scheduler.enter_at(start + 10ms, 2, say("post"));
    scheduler.enter_at(start + 10ms, 1, say("alarm"));
    scheduler.enter_at(start + 20ms, 1, [&] {
        std::cout << "meeting\n";
        scheduler.enter_at(start + 25ms, 1, say("minutes"));
    });
    const auto holiday = scheduler.enter(1h, 1, say("holiday"));

    std::cout << scheduler.queue().size() << " events\n";
    scheduler.cancel(holiday);
    scheduler.run();
    std::cout << (scheduler.empty() ? "none" : "some") << " left\n";
}

/* Output:
5 events
alarm
post
meeting
minutes
lunch
none left
*/
