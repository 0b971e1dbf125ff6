// ch12/62_flow_control.cpp
// The receiver doesn't read at first: what is unsent piles up to a limit, the
// sender pauses, and goes on when enough of it has gone.
// Python: asyncio.BaseProtocol.pause_writing,
//   asyncio.BaseProtocol.resume_writing,
//   asyncio.WriteTransport.set_write_buffer_limits,
//   asyncio.WriteTransport.get_write_buffer_limits,
//   asyncio.WriteTransport.get_write_buffer_size, asyncio.ReadTransport,
//   asyncio.ReadTransport.pause_reading, asyncio.ReadTransport.resume_reading,
//   asyncio.ReadTransport.is_reading, asyncio.loop.create_unix_server,
//   asyncio.loop.create_unix_connection
// Platform: posix

#include <unistd.h>
#include <algorithm>
#include <array>
#include <boost/asio.hpp>
#include <deque>
#include <filesystem>
#include <functional>
#include <iostream>
#include <string>
#include <system_error>
#include <utility>

namespace asio = boost::asio;
namespace filesystem = std::filesystem;
using boost::system::error_code;
using local = asio::local::stream_protocol;

class ReadTransport {
public:
    explicit ReadTransport(local::socket socket) : socket(std::move(socket)) {
        read();
    }
    // The read that waits already still gets its data; it is the last.
    void pause_reading() {
        reading = false;
    }
    void resume_reading() {
        reading = true;
        if (!waiting)
            read();
    }
    bool is_reading() const {
        return reading;
    }

private:
    void read() {
        waiting = true;
        socket.async_read_some(
            asio::buffer(data), [this](error_code error, std::size_t length) {
                waiting = false;
                if (error) {
                    std::cout << "receiver: " << received << " bytes\n";
                    return;
                }
                received += length;
                if (reading)
                    read();
            });
    }

    local::socket socket;
    std::array<char, 4096> data;
    std::size_t received = 0;
    bool reading = true, waiting = false;
};

class WriteTransport {
public:
    struct Limits {
        std::size_t low, high;
    };
    const Limits limits;
    std::function<void()> pause_writing, resume_writing;

    WriteTransport(local::socket socket, Limits limits)
        : limits(limits), socket(std::move(socket)) {}

    void write(std::string data) {
        size += data.size();
        unsent.push_back(std::move(data));
        if (unsent.size() == 1)
            send();
        if (size > limits.high && !std::exchange(paused, true))
            pause_writing();
    }
    void close() {
        closing = true;
        if (unsent.empty())
            socket.close();
    }
    std::size_t get_write_buffer_size() const {
        return size;
    }

private:
    void send() {
        asio::async_write(socket, asio::buffer(unsent.front()),
                          [this](error_code error, std::size_t length) {
                              if (error)
                                  throw boost::system::system_error(error);
                              on_sent(length);
                          });
    }
    void on_sent(std::size_t length) {
        size -= length;
        unsent.pop_front();
        if (!unsent.empty())
            send();
        else if (closing)
            socket.close();
        if (size <= limits.low && std::exchange(paused, false))
            resume_writing();
    }

    local::socket socket;
    std::deque<std::string> unsent;
    std::size_t size = 0;
    bool paused = false, closing = false;
};

struct RemoveOnExit {
    ~RemoveOnExit() {
        std::error_code ignored;
        filesystem::remove(path, ignored);
    }
    const filesystem::path path;
};

int main() {
    constexpr std::size_t chunk = 1024;
    asio::io_context loop;
    const RemoveOnExit file{filesystem::temp_directory_path() /
                            ("ch12_62_" + std::to_string(getpid()))};
    // A crashed predecessor may have left its socket here.
    filesystem::remove(file.path);
    local::acceptor acceptor(loop, file.path.string());
    local::socket here(loop), there(loop);
    here.connect(acceptor.local_endpoint());
    acceptor.accept(there);
    // The system's own buffer is to be small beside the million bytes.
    here.set_option(local::socket::send_buffer_size(16 * chunk));

    ReadTransport receiver(std::move(there));
    receiver.pause_reading();
    WriteTransport sender(std::move(here), {4 * chunk, 16 * chunk});
    std::cout << "sender: pauses above " << sender.limits.high
              << " bytes, goes on at " << sender.limits.low << '\n';
    int left = 1000, pauses = 0;
    bool paused = false;
    std::size_t most = 0;
    const std::string block(chunk, 'x');
    auto produce = [&] {
        while (!paused && left > 0) {
            --left;
            sender.write(block);
            most = std::max(most, sender.get_write_buffer_size());
        }
        if (left == 0)
            sender.close();
    };
    sender.pause_writing = [&] {
        paused = true;
        if (++pauses > 1)
            return;
        std::cout << "sender: pauses, receiver reads: " << receiver.is_reading()
                  << '\n';
        receiver.resume_reading();
    };
    sender.resume_writing = [&] {
        paused = false;
        if (pauses == 1)
            std::cout << "sender: goes on, receiver reads: "
                      << receiver.is_reading() << '\n';
        produce();
    };
    std::cout << std::boolalpha;
    produce();
    loop.run();
    std::cout << "main: at most " << most << " bytes were unsent\n";
}

/* Output:
sender: pauses above 16384 bytes, goes on at 4096
sender: pauses, receiver reads: false
sender: goes on, receiver reads: true
receiver: 1024000 bytes
main: at most 17408 bytes were unsent
*/
