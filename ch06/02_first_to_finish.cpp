// ch06/02_first_to_finish.cpp
// Three mirrors are asked at once; the first answer counts, and the threads
// that still wait for theirs are called off.
// Python: threading.Event, threading.Event.set, threading.Event.wait

#define BOOST_CHRONO_HEADER_ONLY
#include <atomic>
#include <boost/thread.hpp>
#include <iostream>
#include <string>
#include <syncstream>

namespace chrono = boost::chrono;

int main() {
    boost::promise<std::string> first;
    std::atomic_flag answered;

    auto ask = [&](const std::string& mirror, chrono::milliseconds delay) {
        try {
            boost::this_thread::sleep_for(delay);
        } catch (const boost::thread_interrupted&) {
            std::osyncstream(std::cout) << mirror << ": called off\n";
            return;
        }
        // A promise takes one value and throws at the second: the flag lets
        // only the first thread through.
        if (!answered.test_and_set())
            first.set_value(mirror);
    };

    boost::thread_group mirrors;
    mirrors.create_thread([&] { ask("near", chrono::milliseconds(10)); });
    mirrors.create_thread([&] { ask("far", chrono::hours(1)); });
    mirrors.create_thread([&] { ask("moon", chrono::hours(2)); });

    const std::string answer = first.get_future().get();
    std::cout << "first: " << answer << '\n';

    // An interruption ends a thread's sleep with an exception. A thread that
    // sleeps no more goes on undisturbed.
    mirrors.interrupt_all();
    mirrors.join_all();
    std::cout << "all have ended\n";
}

/* Output:
first: near
far| far: called off
moon| moon: called off
all have ended
*/
