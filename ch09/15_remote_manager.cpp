// ch09/15_remote_manager.cpp
// Two programs that meet over TCP: one serves a board, the other connects with
// the address and the key. All clients get the same board.
// Python: multiprocessing.managers.BaseManager.get_server,
//   multiprocessing.managers.BaseManager.address,
//   multiprocessing.managers.BaseManager.connect
// Platform: posix
// Needs: OpenSSL

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <boost/serialization/vector.hpp>
#include <iostream>
#include <string>
#include <thread>
#include <vector>
#include "manager.hpp"

namespace asio = boost::asio;
namespace process = boost::process::v2;

// Both programs know it; it is sent nowhere.
const std::string key = "the key of the board";

class Board {
public:
    void post(const std::string& notice) {
        notices_.push_back(notice);
    }
    const std::vector<std::string>& notices() const {
        return notices_;
    }

private:
    std::vector<std::string> notices_;
};

int server_program() {
    managers::Types types;
    // One object for all who create one.
    types.add<Board>("Board")
        .shared()
        .method("post", &Board::post)
        .method("notices", &Board::notices);
    // The system chooses a port.
    managers::Server server(types, "127.0.0.1:0", key);
    std::cout << server.address() << std::endl;
    // It serves until its standard input ends.
    std::thread operator_thread([&] {
        std::cin.get();
        server.stop();
    });
    server.run();
    operator_thread.join();
    return 0;
}

int main(int argc, char* argv[]) {
    if (argc > 1)
        return server_program();

    asio::io_context io;
    asio::readable_pipe output(io);
    asio::writable_pipe input(io);
    process::process server(io, argv[0], {"server"},
                            process::process_stdio{input, output, {}});
    std::string address;
    asio::read_until(output, asio::dynamic_buffer(address), '\n');
    address.pop_back();
    std::cout << "server at " << address << '\n';

    for (std::string name : {"Ada", "Grace"}) {
        const managers::Client client(address, key);
        const auto board = client.create("Board");
        board.call_method("post", "from " + name);
        using Notices = std::vector<std::string>;
        std::cout << name << " sees:";
        for (const auto& notice : board.call_method<Notices>("notices"))
            std::cout << ' ' << notice << ';';
        std::cout << '\n';
    }
    input.close();
    std::cout << "server ends with " << server.wait() << '\n';
}

/* Output:
server at 127.0.0.1:{{\d+}}
Ada sees: from Ada;
Grace sees: from Ada; from Grace;
server ends with 0
*/
