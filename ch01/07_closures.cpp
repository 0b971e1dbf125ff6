// ch01/07_closures.cpp
// A closure holds a copy taken when it is made, or the variable itself.
// Python: none

#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

// Both closures outlive this call. `[&count]` would compile and dangle: a
// reference doesn't keep its variable alive, as a Python cell does. A
// shared_ptr does.
auto make_counter() {
    auto count = std::make_shared<int>(0);
    return std::pair([count] { ++*count; }, [count] { return *count; });
}

int main() {
    int factor = 2;
    auto by_copy = [factor](int n) { return n * factor; };
    auto by_reference = [&factor](int n) { return n * factor; };
    factor = 10;
    std::cout << by_copy(4) << ' ' << by_reference(4) << '\n';

    std::vector<std::function<int()>> early;
    std::vector<std::function<int()>> late;
    int last = 0;
    for (int i = 0; i < 3; ++i) {
        early.push_back([i] { return i; });
        // Python's late binding. `[&i]` would dangle: this `i` ends with the
        // loop, `last` is there until main ends.
        last = i;
        late.push_back([&last] { return last; });
    }
    for (const auto& function : early)
        std::cout << "early " << function() << '\n';
    for (const auto& function : late)
        std::cout << "late " << function() << '\n';

    auto [increment, count] = make_counter();
    increment();
    increment();
    std::cout << "count " << count() << '\n';

    // What can't be copied is moved in; a thread is given its data like this.
    auto text = std::make_unique<std::string>("mine alone");
    auto owner = [text = std::move(text)] { return *text; };
    std::cout << owner() << '\n';
}

/* Output:
8 40
early 0
early 1
early 2
late 2
late 2
late 2
count 2
mine alone
*/
