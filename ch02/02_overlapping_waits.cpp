// ch02/02_overlapping_waits.cpp
// The same three waits, first one after the other, then at the same time: they
// take their sum, then the longest. A clock that ticks when everybody waits for
// it counts the time, so no machine is too slow for it.
// Python: threading.Thread, threading.Condition

#include <barrier>
#include <boost/thread.hpp>
#include <iostream>
#include <string>
#include <syncstream>

class Clock {
public:
    explicit Clock(int users) : users_(users, Tick{now_}) {}

    int now() const {
        return now_;
    }
    void wait(int ticks) {
        for (int tick = 0; tick < ticks; ++tick)
            users_.arrive_and_wait();
    }
    // From here on it ticks without this user.
    void leave() {
        users_.arrive_and_drop();
    }

private:
    // The last to arrive calls this, and only then does anyone go on.
    struct Tick {
        int& now;
        void operator()() noexcept {
            ++now;
        }
    };
    int now_ = 0;
    std::barrier<Tick> users_;
};

void fetch(Clock& clock, const std::string& name, int ticks) {
    std::osyncstream(std::cout) << name << ": asked at " << clock.now() << '\n';
    clock.wait(ticks);
    std::osyncstream(std::cout)
        << name << ": answered at " << clock.now() << '\n';
}

int main() {
    std::cout << "one after the other\n";
    Clock alone(1);
    fetch(alone, "news", 3);
    fetch(alone, "weather", 2);
    fetch(alone, "mail", 1);

    std::cout << "at the same time\n";
    Clock shared(3);
    boost::thread_group threads;
    auto start = [&](const std::string& name, int ticks) {
        threads.create_thread([&shared, name, ticks] {
            fetch(shared, name, ticks);
            // After the answer: the next tick waits for it.
            shared.leave();
        });
    };
    start("news", 3);
    start("weather", 2);
    start("mail", 1);
    threads.join_all();
}

/* Output:
one after the other
news: asked at 0
news: answered at 3
weather: asked at 3
weather: answered at 5
mail: asked at 5
mail: answered at 6
at the same time
*| news: asked at 0
*| weather: asked at 0
*| mail: asked at 0
mail: answered at 1
weather: answered at 2
news: answered at 3
*/
