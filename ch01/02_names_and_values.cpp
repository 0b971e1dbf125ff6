// ch01/02_names_and_values.cpp
// A Python name is bound to an object; a C++ variable is the object, so
// initialising one from another copies, and only a reference is a second name.
// Python: copy.copy, functools.partial

#include <functional>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

void show(const std::string& name, const std::vector<int>& numbers) {
    std::cout << name << ':';
    for (int number : numbers)
        std::cout << ' ' << number;
    std::cout << '\n';
}

void append(std::vector<int>& numbers, int number) {
    numbers.push_back(number);
}

int main() {
    std::vector<int> original{1, 2};
    std::vector<int> copy = original;
    std::vector<int>& alias = original;

    copy.push_back(3);
    alias.push_back(4);
    show("original", original);
    show("copy", copy);

    // bind_front keeps arguments for a later call the way a thread does: as
    // copies of its own, unless std::ref asks for the object itself.
    auto append_to_copy = std::bind_front(append, original);
    auto append_to_original = std::bind_front(append, std::ref(original));
    append_to_copy(5);
    append_to_original(6);
    show("original", original);

    // A move hands the contents over without copying them. For a vector it is
    // promised that nothing stays behind.
    std::vector<int> moved = std::move(original);
    show("moved", moved);
    show("original", original);
}

/* Output:
original: 1 2 4
copy: 1 2 3
original: 1 2 4 6
moved: 1 2 4 6
original:
*/
