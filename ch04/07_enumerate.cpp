// ch04/07_enumerate.cpp
// The active threads are listed, first with two workers among them and then
// without.
// Python: threading.enumerate, threading.active_count

#include <boost/thread.hpp>
#include <boost/thread/synchronized_value.hpp>
#include <iostream>
#include <set>
#include <string>
#include <utility>

// Every access locks it.
using Registry = boost::synchronized_value<std::set<std::string>>;

class Entry {
public:
    Entry(Registry& registry, std::string name)
        : registry(registry), name(std::move(name)) {
        registry->insert(this->name);
    }
    Entry(const Entry&) = delete;
    ~Entry() {
        registry->erase(name);
    }

private:
    Registry& registry;
    std::string name;
};

void show(const Registry& registry) {
    // A copy: threads may come and go while it is read.
    const std::set<std::string> names = registry.get();
    std::cout << names.size() << " active:";
    for (const std::string& name : names)
        std::cout << ' ' << name;
    std::cout << '\n';
}

int main() {
    Registry registry;
    Entry main_entry(registry, "MainThread");
    boost::barrier all_three(3);

    auto work = [&](const std::string& name) {
        Entry entry(registry, name);
        all_three.wait();  // everybody is listed
        all_three.wait();  // main has looked
    };
    boost::thread reader(work, "reader");
    boost::thread writer(work, "writer");

    all_three.wait();
    show(registry);
    all_three.wait();

    reader.join();
    writer.join();
    show(registry);
}

/* Output:
3 active: MainThread reader writer
1 active: MainThread
*/
