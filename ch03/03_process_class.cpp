// ch03/03_process_class.cpp
// Two classes override run(). An object can't enter another process, so the
// child is told the class's name and builds its own.
// Python: multiprocessing.Process, multiprocessing.Process.run

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

namespace asio = boost::asio;
namespace process = boost::process::v2;

class Task {
public:
    virtual ~Task() = default;
    virtual void run() = 0;
};

class Greeter : public Task {
public:
    explicit Greeter(std::string name) : name_(std::move(name)) {}
    void run() override {
        std::cout << "Greeter: hello " << name_ << std::endl;
    }

private:
    std::string name_;
};

class Doubler : public Task {
public:
    explicit Doubler(const std::string& number) : number_(std::stoi(number)) {}
    void run() override {
        std::cout << "Doubler: twice " << number_ << " is " << 2 * number_
                  << std::endl;
    }

private:
    int number_;
};

std::unique_ptr<Task> make_task(const std::string& name,
                                const std::string& argument) {
    if (name == "Greeter")
        return std::make_unique<Greeter>(argument);
    if (name == "Doubler")
        return std::make_unique<Doubler>(argument);
    throw std::invalid_argument("no task is called " + name);
}

int main(int argc, char* argv[]) {
    if (argc > 2) {
        make_task(argv[1], argv[2])->run();
        return 0;
    }

    asio::io_context io;
    process::process greeter(io, argv[0], {"Greeter", "Ada"});
    process::process doubler(io, argv[0], {"Doubler", "21"});
    greeter.wait();
    doubler.wait();
    std::cout << "both have ended\n";
}

/* Output:
g| Greeter: hello Ada
d| Doubler: twice 21 is 42
both have ended
*/
