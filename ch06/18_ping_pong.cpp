// ch06/18_ping_pong.cpp
// Two threads take turns: each waits for a semaphore of its own and releases
// the other's.
// Python: threading.Semaphore, threading.Semaphore.acquire,
//   threading.Semaphore.release

#include <boost/thread.hpp>
#include <iostream>
#include <semaphore>
#include <string>
#include <syncstream>

int main() {
    std::binary_semaphore ping_turn(1), pong_turn(0);

    auto play = [](const std::string& name, std::binary_semaphore& mine,
                   std::binary_semaphore& other) {
        for (int turn = 1; turn <= 3; ++turn) {
            mine.acquire();
            std::osyncstream(std::cout) << name << ' ' << turn << '\n';
            other.release();
        }
    };

    boost::thread ping([&] { play("ping", ping_turn, pong_turn); });
    boost::thread pong([&] { play("pong", pong_turn, ping_turn); });
    ping.join();
    pong.join();
}

/* Output:
ping 1
pong 1
ping 2
pong 2
ping 3
pong 3
*/
