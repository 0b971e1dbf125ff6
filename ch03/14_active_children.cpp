// ch03/14_active_children.cpp
// A registry starts children, tells which of them run, and ends the rest when
// it goes out of scope itself.
// Python: multiprocessing.active_children

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <iostream>
#include <iterator>
#include <map>
#include <string>
#include <utility>

namespace asio = boost::asio;
namespace process = boost::process::v2;

int wait_for_gate() {
    std::cin.get();
    return 0;
}

class Children {
public:
    explicit Children(std::string program) : program_(std::move(program)) {}

    void start(const std::string& name) {
        children_.try_emplace(name, io_, program_);
    }

    void let_go(const std::string& name) {
        children_.at(name).gate.close();
    }

    void join(const std::string& name) {
        children_.at(name).child.wait();
        children_.erase(name);
    }

    std::string active() {
        // running() reaps a child that has ended: none stays a zombie.
        for (auto entry = children_.begin(); entry != children_.end();)
            entry = entry->second.child.running() ? std::next(entry)
                                                  : children_.erase(entry);
        std::string names;
        for (const auto& [name, child] : children_)
            names += ' ' + name;
        return names;
    }

private:
    struct Child {
        Child(asio::io_context& io, const std::string& program)
            : gate(io),
              child(io, program, {"wait_for_gate"},
                    process::process_stdio{gate, {}, {}}) {}

        asio::writable_pipe gate;
        process::process child;
    };

    std::string program_;
    asio::io_context io_;
    std::map<std::string, Child> children_;
};

int main(int argc, char* argv[]) {
    if (argc > 1)
        return wait_for_gate();

    Children children(argv[0]);
    for (const std::string name : {"a", "b", "c"})
        children.start(name);
    std::cout << "active:" << children.active() << '\n';

    children.let_go("b");
    children.join("b");
    std::cout << "active:" << children.active() << '\n';
}

/* Output:
active: a b c
active: a c
*/
