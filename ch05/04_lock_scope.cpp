// ch05/04_lock_scope.cpp
// A lock's owner locks when it is told to, releases before its scope ends, and
// hands the lock over to another owner.
// Python: threading.Lock, threading.Lock.acquire, threading.Lock.release

#include <boost/thread.hpp>
#include <iostream>
#include <string>
#include <utility>

using owner = boost::unique_lock<boost::mutex>;

std::string state(const owner& held) {
    return held.owns_lock() ? "held" : "not held";
}

// The caller gets the lock together with the text that it protects.
owner write_heading(boost::mutex& lock, std::string& text) {
    owner held(lock);
    text += "heading";
    return held;
}

int main() {
    boost::mutex lock;
    std::string text;

    owner held(lock, boost::defer_lock);
    std::cout << "deferred: " << state(held) << '\n';
    held.lock();
    std::cout << "locked: " << state(held) << '\n';
    held.unlock();
    std::cout << "released early: " << state(held) << '\n';

    boost::thread other([&] {
        owner theirs(lock);
        text += "note, ";
    });
    other.join();

    held = write_heading(lock, text);
    std::cout << "returned: " << state(held) << '\n';
    owner last = std::move(held);
    text += ", body";
    std::cout << "moved: " << state(last) << '\n';
    last.unlock();
    std::cout << text << '\n';
}

/* Output:
deferred: not held
locked: held
released early: not held
returned: held
moved: held
note, heading, body
*/
