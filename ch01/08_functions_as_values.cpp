// ch01/08_functions_as_values.cpp
// Functions are stored, passed and returned; a decorator is a function that
// takes one and returns another.
// Python: functools.partial, object.__call__

#include <functional>
#include <iostream>
#include <map>
#include <string>
#include <utility>

// Every function, closure or functor fits the template parameter.
template <typename Function>
auto traced(std::string name, Function function) {
    // `auto&&...` and forward hand every argument on as it came in.
    return [name = std::move(name),
            function = std::move(function)](auto&&... arguments) {
        std::cout << "calling " << name << '\n';
        auto result = std::invoke(
            function, std::forward<decltype(arguments)>(arguments)...);
        std::cout << name << " returned " << result << '\n';
        return result;
    };
}

int add(int a, int b) {
    return a + b;
}

struct Multiplier {
    int factor;
    // Makes the object callable, as __call__ does.
    int operator()(int n) const {
        return n * factor;
    }
};

int main() {
    // There is no @: the decorated function gets a name of its own.
    auto traced_add = traced("add", add);
    std::cout << traced_add(2, 3) << '\n';

    // std::function is one type for whatever can be called like this.
    const std::map<std::string, std::function<int(int)>> operations{
        {"add 10", std::bind_front(add, 10)},
        {"negate", [](int n) { return -n; }},
        {"triple", Multiplier{3}},
    };
    for (const auto& [name, operation] : operations)
        std::cout << name << ": " << operation(7) << '\n';
}

/* Output:
calling add
add returned 5
5
add 10: 17
negate: -7
triple: 21
*/
