// ch03/02_arguments.cpp
// What the child needs travels on its command line, as text: the parent writes
// each value out, the child reads it back.
// Python: multiprocessing.Process

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <iostream>
#include <numeric>
#include <string>
#include <vector>

namespace asio = boost::asio;
namespace process = boost::process::v2;

int report(const std::string& title, const std::vector<int>& numbers) {
    int sum = std::accumulate(numbers.begin(), numbers.end(), 0);
    std::cout << "child: " << title << " is " << sum << std::endl;
    return 0;
}

int main(int argc, char* argv[]) {
    if (argc > 1) {
        std::vector<int> numbers;
        for (int i = 3; i < argc; ++i)
            numbers.push_back(std::stoi(argv[i]));
        return report(argv[2], numbers);
    }

    // No shell reads the arguments: spaces, quotes and $ stay as they are.
    const std::string title = "the sum of \"three numbers\" for $5";
    const std::vector<int> numbers = {1, 20, 300};

    std::vector<std::string> arguments = {"report", title};
    for (int number : numbers)
        arguments.push_back(std::to_string(number));

    asio::io_context io;
    process::process child(io, argv[0], arguments);
    child.wait();
    std::cout << "parent: the child has ended\n";
}

/* Output:
child: the sum of "three numbers" for $5 is 321
parent: the child has ended
*/
