// ch04/01_create_thread.cpp
// Two threads take their own steps while main takes one too; join is where main
// waits for them.
// Python: threading.Thread, threading.Thread.start, threading.Thread.join

#include <boost/thread.hpp>
#include <iostream>
#include <string>
#include <syncstream>

void work(const std::string& name, int steps) {
    for (int step = 1; step <= steps; ++step)
        // osyncstream hands its line over whole when it is destroyed, here at
        // the end of the statement.
        std::osyncstream(std::cout) << name << ": step " << step << '\n';
}

int main() {
    // There is no start(): a boost::thread runs from the moment it exists.
    boost::thread soup(work, "soup", 3);
    boost::thread bread(work, "bread", 2);
    std::osyncstream(std::cout) << "main: goes on\n";

    soup.join();
    bread.join();
    std::cout << "main: both have ended\n";
}

/* Output:
soup| soup: step 1
soup| soup: step 2
soup| soup: step 3
bread| bread: step 1
bread| bread: step 2
main| main: goes on
main: both have ended
*/
