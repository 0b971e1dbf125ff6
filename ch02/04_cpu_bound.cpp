// ch02/04_cpu_bound.cpp
// Work that computes is split into as many parts as there are cores: the answer
// is the same, and the parts are computed at the same time.
// Python: multiprocessing.pool.Pool.starmap, multiprocessing.cpu_count

#define BOOST_THREAD_VERSION 5
#include <algorithm>
#include <boost/thread.hpp>
#include <chrono>
#include <compare>
#include <iostream>
#include <vector>

struct Chain {
    int length = 0;
    int start = 0;
    auto operator<=>(const Chain&) const = default;
};

// Halve n if it is even, else make it 3n + 1, until it is 1: which n below
// `last` takes longest?
Chain longest_chain(int first, int last) {
    Chain longest;
    for (int start = first; start < last; ++start) {
        int length = 1;
        for (long long n = start; n != 1; n = n % 2 == 0 ? n / 2 : 3 * n + 1)
            ++length;
        longest = std::max(longest, Chain{length, start});
    }
    return longest;
}

Chain compute(int parts, int last) {
    std::vector<boost::future<Chain>> chains;
    for (int part = 0; part < parts; ++part)
        chains.push_back(boost::async(boost::launch::async, [=] {
            // The first number is 1.
            return longest_chain(1 + part * (last - 1) / parts,
                                 1 + (part + 1) * (last - 1) / parts);
        }));
    Chain longest;
    for (boost::future<Chain>& chain : chains)
        longest = std::max(longest, chain.get());
    return longest;
}

int main() {
    const int cores = std::clamp(
        static_cast<int>(boost::thread::hardware_concurrency()), 1, 64);
    for (int parts : {1, cores}) {
        const auto start = std::chrono::steady_clock::now();
        const Chain longest = compute(parts, 12'000);
        const std::chrono::duration<double, std::milli> passed =
            std::chrono::steady_clock::now() - start;
        std::cout << "from " << longest.start << ": " << longest.length
                  << " numbers (" << parts << " at a time, " << passed.count()
                  << " ms)\n";
    }
}

/* Output:
from 10971: 268 numbers (1 at a time, {{[0-9.e+-]+}} ms)
from 10971: 268 numbers ({{[0-9]+}} at a time, {{[0-9.e+-]+}} ms)
*/
