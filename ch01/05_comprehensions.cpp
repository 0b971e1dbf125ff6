// ch01/05_comprehensions.cpp
// A comprehension becomes a pipeline of adaptors; sum, any and sorted become
// algorithms.
// Python: filter, map, list, sum, any, sorted

#include <algorithm>
#include <boost/range/adaptors.hpp>
#include <boost/range/irange.hpp>
#include <boost/range/iterator_range.hpp>
#include <iostream>
#include <numeric>
#include <string>
#include <vector>

using boost::adaptors::filtered;
using boost::adaptors::transformed;

bool odd(int n) {
    return n % 2 != 0;
}

int square(int n) {
    std::cout << "squaring " << n << '\n';
    return n * n;
}

int main() {
    // A generator expression: so far nothing has been squared.
    auto squares = boost::irange(1, 6) | filtered(odd) | transformed(square);
    std::cout << "ready\n";
    for (int n : squares)
        std::cout << n << '\n';

    // A list comprehension: the results are stored. The pipeline, unlike a
    // generator, can be run again.
    const auto stored = boost::copy_range<std::vector<int>>(squares);
    std::cout << "sum " << std::accumulate(stored.begin(), stored.end(), 0)
              << '\n';

    std::vector<std::string> words{"event", "lock", "semaphore", "queue"};
    const bool any_short = std::ranges::any_of(
        words, [](const std::string& word) { return word.size() < 5; });
    std::cout << "a short word: " << (any_short ? "yes" : "no") << '\n';

    // The third argument is sorted's key=. `sort` need not keep equal keys in
    // order; stable_sort does, as Python does.
    std::ranges::stable_sort(words, {}, &std::string::size);
    for (const std::string& word : words)
        std::cout << word << '\n';
}

/* Output:
ready
squaring 1
1
squaring 3
9
squaring 5
25
squaring 1
squaring 3
squaring 5
sum 35
a short word: yes
lock
event
queue
semaphore
*/
