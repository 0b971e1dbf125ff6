// ch04/12_io_bound.cpp
// Five requests wait at the same time, a thread for each. The server answers
// nobody until all have asked: one after the other, they would wait for ever.
// Python: threading.Thread

#include <boost/thread.hpp>
#include <iostream>
#include <syncstream>

int main() {
    constexpr int requests = 5;

    // The barrier plays the server. The last to come in runs this function, and
    // only then does anyone go on.
    boost::barrier server(requests, [] {
        std::osyncstream(std::cout) << "server: everybody waits\n";
    });

    boost::thread_group clients;
    for (int id = 1; id <= requests; ++id)
        clients.create_thread([id, &server] {
            std::osyncstream(std::cout) << "request " << id << '\n';
            server.wait();
            std::osyncstream(std::cout) << "answer " << id << '\n';
        });
    clients.join_all();
}

/* Output:
*| request 1
*| request 2
*| request 3
*| request 4
*| request 5
server: everybody waits
*| answer 1
*| answer 2
*| answer 3
*| answer 4
*| answer 5
*/
