// ch04/06_daemon.cpp
// A daemon thread is cut off where it stands when the program ends: its
// clean-up never runs. One that its scope asks to stop and joins does clean up.
// Python: threading.Thread.daemon

#include <boost/thread.hpp>
#include <boost/thread/scoped_thread.hpp>
#include <chrono>
#include <iostream>
#include <string>
#include <syncstream>
#include <thread>
#include <utility>

using namespace std::chrono_literals;

class CleanUp {
public:
    explicit CleanUp(std::string name) : name(std::move(name)) {}
    CleanUp(const CleanUp&) = delete;
    ~CleanUp() {
        std::osyncstream(std::cout) << name << ": cleans up\n";
    }

private:
    std::string name;
};

void rest() {
    std::this_thread::sleep_for(10ms);
}

void rest_if_not_interrupted() {
    // Throws thread_interrupted when the thread has been asked to end.
    boost::this_thread::interruption_point();
    rest();
}

boost::thread start(const std::string& name, void (*pause)()) {
    boost::promise<void> started;
    auto has_started = started.get_future();
    // The thread owns all that it uses: detached, it may outlive the rest.
    boost::thread thread([name, pause, started = std::move(started)]() mutable {
        CleanUp clean_up(name);
        std::osyncstream(std::cout) << name << ": at work\n";
        started.set_value();
        for (;;)
            pause();
    });
    has_started.wait();
    return thread;
}

int main() {
    // It runs on while the globals are destroyed, so rest() may touch none.
    start("daemon", rest).detach();

    boost::scoped_thread<boost::interrupt_and_join_if_joinable> helper(
        start("helper", rest_if_not_interrupted));
    std::cout << "main: leaves\n";
}

/* Output:
daemon: at work
helper: at work
main: leaves
helper: cleans up
*/
