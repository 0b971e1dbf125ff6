// ch04/18_interruption.cpp
// Two threads are asked to stop: one stops where it waits, the other not before
// it has finished what it is at.
// Python: none

#include <boost/thread.hpp>
#include <iostream>

void sleeper() {
    boost::mutex lock;
    boost::condition_variable never;
    boost::unique_lock<boost::mutex> held(lock);
    try {
        // Waiting is an interruption point, though nobody ever notifies.
        never.wait(held, [] { return false; });
    } catch (const boost::thread_interrupted&) {
        // No std::exception, so that no handler for errors swallows it.
        std::cout << "sleeper: woken\n";
    }
}

void writer() {
    {
        boost::this_thread::disable_interruption until_the_end_of_this_scope;
        while (!boost::this_thread::interruption_requested())
            boost::this_thread::yield();
        boost::this_thread::interruption_point();
        std::cout << "writer: asked to stop, finishes the file first\n";
    }
    boost::this_thread::interruption_point();
    std::cout << "writer: starts another file\n";
}

int main() {
    boost::thread a(sleeper);
    a.interrupt();
    a.join();

    boost::thread b(writer);
    b.interrupt();
    // Uncaught, thread_interrupted ends its thread and nothing more.
    b.join();
    std::cout << "main: both have ended\n";
}

/* Output:
sleeper: woken
writer: asked to stop, finishes the file first
main: both have ended
*/
