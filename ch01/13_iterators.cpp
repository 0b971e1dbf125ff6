// ch01/13_iterators.cpp
// An iterable hands each loop an iterator of its own, which knows the current
// value, how to move on and where to stop.
// Python: iter, next, StopIteration, container.__iter__, iterator.__iter__,
//   iterator.__next__

#include <algorithm>
#include <cstddef>
#include <iostream>
#include <iterator>

class Countdown {
public:
    class Iterator {
    public:
        // What algorithms ask of an iterator's type.
        using value_type = int;
        using difference_type = std::ptrdiff_t;

        explicit Iterator(int current) : current_(current) {}

        int operator*() const {
            return current_;
        }
        Iterator& operator++() {
            --current_;
            return *this;
        }
        void operator++(int) {
            ++*this;
        }
        // The sentinel marks an end that is no position.
        bool operator==(std::default_sentinel_t) const {
            return current_ == 0;
        }

    private:
        int current_;
    };

    explicit Countdown(int from) : from_(from) {}
    Iterator begin() const {
        return Iterator(from_);
    }
    std::default_sentinel_t end() const {
        return std::default_sentinel;
    }

private:
    int from_;
};

int main() {
    const Countdown countdown(3);
    for (int n : countdown)
        std::cout << n << '\n';

    // The same loop as the compiler writes it.
    auto current = countdown.begin();
    while (current != countdown.end()) {
        std::cout << "by hand " << *current << '\n';
        ++current;
    }
    std::cout << "end\n";

    const auto even =
        std::ranges::count_if(countdown, [](int n) { return n % 2 == 0; });
    std::cout << "even: " << even << '\n';
}

/* Output:
3
2
1
by hand 3
by hand 2
by hand 1
end
even: 1
*/
