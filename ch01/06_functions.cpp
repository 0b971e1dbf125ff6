// ch01/06_functions.cpp
// Defaults, keyword arguments, any number of arguments, several results.
// Python: divmod

#include <functional>
#include <iostream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// Evaluated anew for each call: a mutable default is not shared.
std::vector<int> extended(int n, std::vector<int> numbers = {}) {
    numbers.push_back(n);
    return numbers;
}

// Keyword arguments: a struct whose members have defaults.
struct Options {
    int retries = 3;
    std::string user = "guest";
    // A number, or None.
    std::optional<int> timeout = std::nullopt;
};

void fetch(const std::string& name, const Options& options = {}) {
    std::cout << "fetch " << name << " for " << options.user << ", "
              << options.retries << " retries, timeout ";
    if (options.timeout)
        std::cout << *options.timeout << '\n';
    else
        std::cout << "none\n";
}

// *args: each call makes a function for exactly these arguments.
template <typename... Numbers>
int total(Numbers... numbers) {
    return (numbers + ... + 0);
}

// f(*args): whatever can be called, with its arguments handed on as they came.
// The constructor of a thread has the same parameters.
template <typename Function, typename... Arguments>
auto call(Function&& function, Arguments&&... arguments) {
    return std::invoke(std::forward<Function>(function),
                       std::forward<Arguments>(arguments)...);
}

std::pair<int, int> divide(int a, int b) {
    return {a / b, a % b};
}

int main() {
    std::cout << extended(1).size() << ' ' << extended(2).size() << '\n';

    fetch("a");
    // In the order of the struct's members, unlike Python's keywords.
    fetch("b", {.retries = 5, .timeout = 10});

    std::cout << total() << ' ' << total(1, 2, 3) << '\n';

    auto [quotient, remainder] = call(divide, 17, 5);
    std::cout << quotient << " remainder " << remainder << '\n';
}

/* Output:
1 1
fetch a for guest, 3 retries, timeout none
fetch b for guest, 5 retries, timeout 10
0 6
3 remainder 2
*/
