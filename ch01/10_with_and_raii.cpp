// ch01/10_with_and_raii.cpp
// What is opened is closed at the end of its scope, whatever ends it; in C++
// every object is its own context manager.
// Python: contextlib.contextmanager, contextlib.ExitStack,
//   contextlib.ExitStack.enter_context, contextlib.ExitStack.pop_all

#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

class Connection {
public:
    explicit Connection(std::string name) : name_(std::move(name)) {
        std::cout << "open " << name_ << '\n';
    }
    ~Connection() {
        std::cout << "close " << name_ << '\n';
    }
    // A copy would be closed a second time.
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void send(const std::string& text) const {
        std::cout << name_ << ": " << text << '\n';
    }

private:
    std::string name_;
};

void transfer() {
    Connection source("source");
    Connection target("target");
    throw std::runtime_error("line cut");
}

// A unique_ptr carries its connection out of the scope that opened it; whoever
// holds the pointer in the end closes it.
std::unique_ptr<Connection> connect(const std::string& name) {
    auto connection = std::make_unique<Connection>(name);
    connection->send("ready");
    return connection;
}

int main() {
    {
        Connection first("first");
        first.send("hello");
    }
    std::cout << "after the block\n";

    // Closed in reverse order, and before the handler runs.
    try {
        transfer();
    } catch (const std::exception& error) {
        std::cout << "caught: " << error.what() << '\n';
    }

    auto kept = connect("kept");
    kept->send("still open");
}

/* Output:
open first
first: hello
close first
after the block
open source
open target
close target
close source
caught: line cut
open kept
kept: ready
kept: still open
close kept
*/
