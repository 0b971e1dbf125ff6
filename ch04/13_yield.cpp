// ch04/13_yield.cpp
// Two threads take turns by watching a variable; while it is not its turn, each
// offers its processor to others.
// Python: time.sleep

#include <atomic>
#include <boost/thread.hpp>
#include <iostream>
#include <string>

enum class Player { ping, pong };

int main() {
    std::atomic<Player> turn = Player::ping;

    auto play = [&turn](Player self, Player other, const std::string& shout) {
        for (int round = 1; round <= 3; ++round) {
            while (turn != self)
                boost::this_thread::yield();
            // The other thread is in its loop, so this line stays whole.
            std::cout << shout << ' ' << round << '\n';
            turn = other;
        }
    };
    boost::thread ping(play, Player::ping, Player::pong, "ping");
    boost::thread pong(play, Player::pong, Player::ping, "pong");
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
