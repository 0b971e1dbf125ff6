// ch04/15_excepthook.cpp
// An exception in a thread is kept, and raised again by whoever has joined the
// thread.
// Python: threading.excepthook

#include <array>
#include <boost/thread.hpp>
#include <cstddef>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>

int parse(const std::string& text) {
    if (text.find_first_not_of("0123456789") != std::string::npos)
        throw std::invalid_argument("not a number: " + text);
    return std::stoi(text);
}

int main() {
    const std::array<std::string, 3> texts = {"17", "seventeen", "71"};
    std::array<int, 3> numbers{};
    std::array<std::exception_ptr, 3> failures;

    boost::thread_group workers;
    for (std::size_t i = 0; i < texts.size(); ++i)
        workers.create_thread([&, i] {
            try {
                numbers[i] = parse(texts[i]);
            } catch (...) {
                // Whatever its type, it survives the thread in here.
                failures[i] = std::current_exception();
            }
        });
    workers.join_all();

    for (std::size_t i = 0; i < texts.size(); ++i) {
        try {
            if (failures[i])
                std::rethrow_exception(failures[i]);
            std::cout << "worker " << i << ": " << numbers[i] << '\n';
        } catch (const std::invalid_argument& error) {
            std::cout << "worker " << i << " failed: " << error.what() << '\n';
        }
    }
}

/* Output:
worker 0: 17
worker 1 failed: not a number: seventeen
worker 2: 71
*/
