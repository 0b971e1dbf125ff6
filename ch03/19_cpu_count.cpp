// ch03/19_cpu_count.cpp
// As many children as the machine has processors, though at most four.
// Python: multiprocessing.cpu_count

#include <algorithm>
#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

namespace asio = boost::asio;
namespace process = boost::process::v2;

int work() {
    return 0;
}

int main(int argc, char* argv[]) {
    if (argc > 1)
        return work();

    const unsigned processors = std::thread::hardware_concurrency();
    std::cout << "processors: " << processors << '\n';
    // The standard allows 0 for "not known".
    const unsigned wanted = std::clamp(processors, 1u, 4u);
    std::cout << "children: " << wanted << '\n';

    asio::io_context io;
    std::vector<process::process> children;
    for (unsigned number = 0; number < wanted; ++number)
        children.emplace_back(io, argv[0], std::vector<std::string>{"work"});

    const auto ended = std::count_if(
        children.begin(), children.end(),
        [](process::process& child) { return child.wait() == 0; });
    std::cout << "ended: " << ended << '\n';
}

/* Output:
processors: {{\d+}}
children: {{children:[1-4]}}
ended: {{=children}}
*/
