// ch05/16_compare_exchange.cpp
// compare_exchange writes only if nobody else has; a loop around it makes a
// stack that several threads use.
// Python: none

#include <atomic>
#include <boost/thread.hpp>
#include <iostream>
#include <vector>

struct node {
    int value;
    node* below = nullptr;
};

// No lock: a thread that is stopped half-way keeps nobody else waiting.
class stack {
public:
    void push(node& added) {
        added.below = top_.load();
        // On failure `added.below` becomes the top that is there now.
        while (!top_.compare_exchange_weak(added.below, &added)) {}
    }

    node* pop() {
        node* taken = top_.load();
        while (taken && !top_.compare_exchange_weak(taken, taken->below)) {}
        return taken;
    }

private:
    std::atomic<node*> top_ = nullptr;
};

int main() {
    std::atomic<int> number = 7;
    int expected = 5;
    bool written = number.compare_exchange_strong(expected, 8);
    std::cout << "expected 5: " << (written ? "written" : "refused")
              << ", it is " << expected << '\n';
    written = number.compare_exchange_strong(expected, 8);
    std::cout << "expected 7: " << (written ? "written" : "refused")
              << ", it is " << number << '\n';

    // Declared before the threads, and pushed once each: no node is freed or
    // comes back while another thread may still look at it.
    constexpr int each = 1000;
    std::vector<node> nodes;
    for (int value = 0; value < 2 * each; ++value)
        nodes.push_back({value});

    stack shared;
    std::atomic<long> sum = 0;
    auto push_and_pop = [&](int first) {
        for (int index = first; index < first + each; ++index)
            shared.push(nodes[index]);
        // Every thread takes as many as it has put in, so one is there.
        for (int count = 0; count < each; ++count)
            sum += shared.pop()->value;
    };
    boost::thread a(push_and_pop, 0);
    boost::thread b(push_and_pop, each);
    a.join();
    b.join();
    std::cout << "popped a sum of " << sum << ", left "
              << (shared.pop() ? "some" : "none") << '\n';
}

/* Output:
expected 5: refused, it is 7
expected 7: written, it is 8
popped a sum of 1999000, left none
*/
