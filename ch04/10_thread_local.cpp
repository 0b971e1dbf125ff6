// ch04/10_thread_local.cpp
// One name, and behind it another value in each thread, deleted when its thread
// ends.
// Python: threading.local

#include <boost/thread.hpp>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <syncstream>
#include <utility>

class Session {
public:
    explicit Session(std::string owner) : owner(std::move(owner)) {}
    Session(const Session&) = delete;
    ~Session() {
        std::osyncstream(std::cout) << owner << ": session closed\n";
    }

private:
    std::string owner;
};

// Each thread's own, zero when that thread begins.
thread_local int visits = 0;

void visit(boost::thread_specific_ptr<Session>& session,
           const std::string& name, int times) {
    for (int i = 0; i < times; ++i) {
        if (!session.get())
            session.reset(std::make_unique<Session>(name).release());
        ++visits;
    }
    std::osyncstream(std::cout) << name << ": " << visits << " visits\n";
}

int main() {
    // A thread_local is static; this belongs to a scope, or to an object as its
    // member. It has to outlive the threads that use it.
    boost::thread_specific_ptr<Session> session;

    boost::thread a(visit, std::ref(session), "a", 3);
    boost::thread b(visit, std::ref(session), "b", 5);
    a.join();
    b.join();
    std::cout << "main: " << visits << " visits, "
              << (session.get() ? "a session" : "no session") << '\n';
}

/* Output:
a| a: 3 visits
a| a: session closed
b| b: 5 visits
b| b: session closed
main: 0 visits, no session
*/
