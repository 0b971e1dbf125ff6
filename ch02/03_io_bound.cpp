// ch02/03_io_bound.cpp
// Ten threads each wait for input on a pipe of their own. All ten have asked
// before the first input comes, and it comes in another order.
// Python: threading.Thread, os.pipe, os.read

#include <boost/asio.hpp>
#include <boost/thread.hpp>
#include <iostream>
#include <latch>
#include <string>
#include <syncstream>
#include <vector>

namespace asio = boost::asio;

struct Connection {
    explicit Connection(asio::io_context& io) : reader(io), writer(io) {
        asio::connect_pipe(reader, writer);
    }
    asio::readable_pipe reader;
    asio::writable_pipe writer;
};

int main() {
    constexpr int count = 10;
    asio::io_context io;
    std::vector<Connection> connections;
    for (int id = 0; id < count; ++id)
        connections.emplace_back(io);

    std::latch all_asked(count);
    boost::thread_group clients;
    for (int id = 0; id < count; ++id)
        clients.create_thread([id, &all_asked, &from = connections[id].reader] {
            all_asked.count_down();
            std::string answer;
            // Blocks this thread only.
            asio::read_until(from, asio::dynamic_buffer(answer), '\n');
            std::osyncstream(std::cout) << "client " << id << ": " << answer;
        });

    all_asked.wait();
    std::cout << "server: " << count
              << " clients have asked, none has an answer\n";
    for (int id = count - 1; id >= 0; --id) {
        const std::string answer = std::to_string(id * id) + '\n';
        asio::write(connections[id].writer, asio::buffer(answer));
    }
    clients.join_all();
}

/* Output:
server: 10 clients have asked, none has an answer
*| client 0: 0
*| client 1: 1
*| client 2: 4
*| client 3: 9
*| client 4: 16
*| client 5: 25
*| client 6: 36
*| client 7: 49
*| client 8: 64
*| client 9: 81
*/
