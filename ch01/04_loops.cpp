// ch01/04_loops.cpp
// Counting, visiting, numbering and pairing: the loops that Python writes with
// range, enumerate and zip.
// Python: range, enumerate, zip

#include <boost/range/combine.hpp>
#include <iostream>
#include <string>
#include <vector>

int main() {
    for (int i = 0; i < 3; ++i)
        std::cout << "step " << i << '\n';
    for (int i = 10; i > 0; i -= 4)
        std::cout << "down " << i << '\n';

    const std::vector<std::string> names{"Ada", "Alan"};
    // The `&` matters: without it each name would be a copy.
    for (const std::string& name : names)
        std::cout << name << '\n';

    std::vector<int> years{1815, 1912};
    // Through a reference that isn't const, a loop changes the elements.
    for (int& year : years)
        year += 100;

    // The counter belongs to the loop and ends with it.
    for (int i = 1; const std::string& name : names)
        std::cout << i++ << ". " << name << '\n';

    // zip stops at the shortest; combine needs ranges of equal length.
    for (const auto& [name, year] : boost::combine(names, years))
        std::cout << name << ' ' << year << '\n';
}

/* Output:
step 0
step 1
step 2
down 10
down 6
down 2
Ada
Alan
1. Ada
2. Alan
Ada 1915
Alan 2012
*/
