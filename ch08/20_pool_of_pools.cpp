// ch08/20_pool_of_pools.cpp
// A task needs subtasks. It gives them to a pool of its own: in the outer one,
// tasks that wait for subtasks could hold every worker.
// Python: multiprocessing.pool.Pool, multiprocessing.pool.Pool.map
// Platform: posix

#include "process_pool.hpp"

#include <iostream>
#include <numeric>
#include <vector>

int cube(int number) {
    return number * number * number;
}

int sum_of_cubes(int count) {
    // A worker may start workers. When it is killed, they end as well.
    process_pool pool(2);
    std::vector<int> numbers(static_cast<std::size_t>(count));
    std::iota(numbers.begin(), numbers.end(), 1);
    const auto cubes = pool.map<cube>(numbers);
    return std::accumulate(cubes.begin(), cubes.end(), 0);
}

int main() {
    process_pool::run_worker();
    process_pool pool(2);

    // Four tasks for two workers, and no worker waits for a task behind it.
    for (int sum : pool.map<sum_of_cubes>(std::vector{2, 3, 4, 5}))
        std::cout << sum << '\n';
}

/* Output:
9
36
100
225
*/
