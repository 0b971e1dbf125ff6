// ch06/19_phases.cpp
// Three threads compute a row of cells, each its own stretch, generation by
// generation; the barrier's action shows the row and makes it the current one.
// Python: threading.Barrier, threading.Barrier.wait

#include <boost/thread.hpp>
#include <cstddef>
#include <iostream>
#include <string>
#include <utility>

int main() {
    constexpr std::size_t threads = 3, stretch = 7;
    std::string now(threads * stretch, '.');
    now[now.size() / 2] = '#';
    std::string next = now;
    std::cout << now << '\n';

    boost::barrier barrier(threads, [&] {
        std::swap(now, next);
        std::cout << now << '\n';
    });

    // A cell is alive if exactly one of its neighbours was.
    auto evolve = [&](std::size_t begin) {
        for (int generation = 1; generation <= 6; ++generation) {
            for (std::size_t cell = begin; cell < begin + stretch; ++cell) {
                bool left = cell > 0 && now[cell - 1] == '#';
                bool right = cell + 1 < now.size() && now[cell + 1] == '#';
                next[cell] = left != right ? '#' : '.';
            }
            // Until all are here nobody may read `next`, nor write to `now`.
            barrier.wait();
        }
    };

    boost::thread_group group;
    for (std::size_t thread = 0; thread < threads; ++thread)
        group.create_thread([&, thread] { evolve(thread * stretch); });
    group.join_all();
}

/* Output:
..........#..........
.........#.#.........
........#...#........
.......#.#.#.#.......
......#.......#......
.....#.#.....#.#.....
....#...#...#...#....
*/
