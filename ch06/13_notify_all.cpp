// ch06/13_notify_all.cpp
// Three visitors wait for tickets: notify_one wakes one of them for the one
// ticket there is, notify_all wakes the others when there is one for each.
// Python: threading.Condition, threading.Condition.notify,
//   threading.Condition.notify_all, threading.Condition.wait_for

#include <boost/thread.hpp>
#include <iostream>
#include <set>
#include <string>
#include <syncstream>

int main() {
    boost::mutex mutex;
    // Two conditions may share a mutex, as Python's may share a lock.
    boost::condition_variable tickets_changed, visitors_changed;
    int tickets = 0;
    std::set<std::string> inside;

    auto visit = [&](const std::string& name) {
        boost::unique_lock<boost::mutex> lock(mutex);
        tickets_changed.wait(lock, [&] { return tickets > 0; });
        --tickets;
        inside.insert(name);
        std::osyncstream(std::cout) << name << " enters\n";
        visitors_changed.notify_one();
    };

    boost::thread_group visitors;
    for (std::string name : {"A", "B", "C"})
        visitors.create_thread([&visit, name] { visit(name); });

    boost::unique_lock<boost::mutex> lock(mutex);
    tickets = 1;
    tickets_changed.notify_one();
    visitors_changed.wait(lock, [&] { return inside.size() == 1; });

    std::osyncstream(std::cout) << "two more tickets\n";
    tickets = 2;
    tickets_changed.notify_all();
    lock.unlock();
    visitors.join_all();

    std::cout << "inside:";
    for (const std::string& name : inside)
        std::cout << ' ' << name;
    std::cout << '\n';
}

/* Output:
{{[ABC]}} enters
two more tickets
{{[ABC]}} enters
{{[ABC]}} enters
inside: A B C
*/
