// ch05/22_dining_philosophers.cpp
// Five philosophers share five forks, and each needs the two beside the plate;
// they take them so that they never wait in a circle.
// Python: threading.Lock

#include <array>
#include <boost/thread.hpp>
#include <iostream>
#include <syncstream>

constexpr int seats = 5;
constexpr int meals = 2;

int main() {
    std::array<boost::mutex, seats> forks;

    auto dine = [&](int seat) {
        boost::mutex& left = forks[seat];
        boost::mutex& right = forks[(seat + 1) % seats];
        for (int meal = 1; meal <= meals; ++meal) {
            boost::unique_lock<boost::mutex> one(left, boost::defer_lock);
            boost::unique_lock<boost::mutex> other(right, boost::defer_lock);
            // Holds no fork while it waits for one.
            boost::lock(one, other);
            std::osyncstream(std::cout)
                << "philosopher " << seat << " eats meal " << meal << '\n';
        }
    };

    boost::thread_group philosophers;
    for (int seat = 0; seat < seats; ++seat)
        philosophers.create_thread([&, seat] { dine(seat); });
    philosophers.join_all();
    std::cout << "all have eaten\n";
}

/* Output:
p0| philosopher 0 eats meal 1
p0| philosopher 0 eats meal 2
p1| philosopher 1 eats meal 1
p1| philosopher 1 eats meal 2
p2| philosopher 2 eats meal 1
p2| philosopher 2 eats meal 2
p3| philosopher 3 eats meal 1
p3| philosopher 3 eats meal 2
p4| philosopher 4 eats meal 1
p4| philosopher 4 eats meal 2
all have eaten
*/
