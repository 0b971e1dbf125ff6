// ch12/67_readers_and_writers.cpp
// The loop only says when a descriptor can be read or written; reading and
// writing is left to whoever owns it.
// Python: asyncio.loop.add_reader, asyncio.loop.remove_reader,
//   asyncio.loop.add_writer, asyncio.loop.remove_writer
// Platform: posix

#include <fcntl.h>
#include <unistd.h>
#include <array>
#include <boost/asio.hpp>
#include <cerrno>
#include <iostream>
#include <system_error>

namespace asio = boost::asio;
using boost::system::error_code;
using Watched = asio::posix::stream_descriptor;

// Knows nothing of a loop, as a library that wants to be called in time.
class Pipe {
public:
    Pipe() {
        if (pipe(ends) != 0)
            throw std::system_error(errno, std::generic_category(), "pipe");
        for (const int end : ends)
            fcntl(end, F_SETFL, O_NONBLOCK);
    }
    Pipe(const Pipe&) = delete;
    ~Pipe() {
        close(ends[0]);
        close(ends[1]);
    }
    int reader() const {
        return ends[0];
    }
    int writer() const {
        return ends[1];
    }

    void fill() {
        while (write(ends[1], data.data(), data.size()) > 0)
            ;
    }
    void drain() {
        while (read(ends[0], data.data(), data.size()) > 0)
            ;
    }

private:
    int ends[2];
    std::array<char, 4096> data{};
};

int main() {
    asio::io_context loop;
    Pipe pipe;
    Watched reader(loop, pipe.reader()), writer(loop, pipe.writer());
    pipe.fill();
    std::cout << "main: the pipe is full\n";

    writer.async_wait(Watched::wait_write, [](error_code error) {
        if (!error)
            std::cout << "writer: there is room\n";
    });
    reader.async_wait(Watched::wait_read, [&](error_code) {
        std::cout << "reader: there is something to read\n";
        pipe.drain();
        // One call for one wait: who wants the next one waits again.
        reader.async_wait(Watched::wait_read, [](error_code error) {
            if (error == asio::error::operation_aborted)
                std::cout << "reader: watches no more\n";
        });
    });
    // Both handlers, and the writer's can't come before the pipe is drained.
    loop.run_one();
    loop.run_one();

    reader.cancel();
    loop.run();
    // Else each would close what belongs to the pipe.
    reader.release();
    writer.release();
}

/* Output:
main: the pipe is full
reader: there is something to read
writer: there is room
reader: watches no more
*/
