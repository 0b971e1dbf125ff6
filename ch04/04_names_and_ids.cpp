// ch04/04_names_and_ids.cpp
// Each thread has a name and an id; the id by which main knows the worker is
// the one that the worker sees.
// Python: threading.current_thread, threading.main_thread, threading.get_ident,
//   threading.Thread.name, threading.Thread.ident

#include <boost/thread.hpp>
#include <iostream>
#include <string>

// Boost's threads have no name. This variable exists once in each thread.
thread_local std::string name = "unnamed";

int main() {
    name = "MainThread";
    const boost::thread::id main_id = boost::this_thread::get_id();
    std::cout << name << ": id " << main_id << '\n';

    // An object that runs no thread has the id of all such objects.
    boost::thread worker;
    std::cout << std::boolalpha << "before the start: has an id: "
              << (worker.get_id() != boost::thread::id()) << '\n';

    worker = boost::thread([main_id] {
        std::cout << name << ": at first\n";
        name = "Worker";
        const boost::thread::id id = boost::this_thread::get_id();
        std::cout << name << ": id " << id << ", main's is " << main_id << '\n'
                  << name << ": is main: " << (id == main_id) << '\n';
    });
    // Asked for before join() takes the id away.
    const boost::thread::id worker_id = worker.get_id();
    worker.join();
    std::cout << name << ": the worker had id " << worker_id << '\n'
              << name
              << ": is main: " << (boost::this_thread::get_id() == main_id)
              << '\n';
}

/* Output:
MainThread: id {{main:[0-9a-f]+}}
before the start: has an id: false
unnamed: at first
Worker: id {{worker:[0-9a-f]+}}, main's is {{=main}}
Worker: is main: false
MainThread: the worker had id {{=worker}}
MainThread: is main: true
*/
