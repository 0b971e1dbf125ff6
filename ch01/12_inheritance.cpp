// ch01/12_inheritance.cpp
// start() belongs to the base class and calls the run() of the object's own
// class: what subclassing Thread or Process is about.
// Python: abc.ABC, abc.abstractmethod, super

#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

class Task {
public:
    explicit Task(std::string name) : name_(std::move(name)) {}
    // Without `virtual`, deleting a Greeting through a pointer to Task would
    // be undefined.
    virtual ~Task() = default;
    // Copying a Greeting into a Task would cut off what Greeting added.
    Task(const Task&) = delete;
    Task& operator=(const Task&) = delete;

    void start() {
        std::cout << name_ << " starts\n";
        run();
    }

protected:
    // Only virtual functions can be overridden; `= 0` makes it abstract.
    virtual void run() = 0;

    const std::string& name() const {
        return name_;
    }

private:
    std::string name_;
};

class Greeting : public Task {
public:
    using Task::Task;

protected:
    void run() override {
        std::cout << "hello from " << name() << '\n';
    }
};

class PoliteGreeting : public Greeting {
public:
    using Greeting::Greeting;

protected:
    void run() override {
        Greeting::run();
        std::cout << "and thank you\n";
    }
};

int main() {
    // Pointers, because a vector of Task could hold nothing but Tasks.
    std::vector<std::unique_ptr<Task>> tasks;
    tasks.push_back(std::make_unique<Greeting>("first"));
    tasks.push_back(std::make_unique<PoliteGreeting>("second"));
    for (const auto& task : tasks)
        task->start();
}

/* Output:
first starts
hello from first
second starts
hello from second
and thank you
*/
