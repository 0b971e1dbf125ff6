// ch12/70_sendfile.cpp
// The system sends a file without it passing through the program; from where
// it can't, the program reads and writes.
// Python: asyncio.loop.sendfile, asyncio.loop.sock_sendfile,
//   asyncio.SendfileNotAvailableError
// Platform: posix

#include <sys/sendfile.h>
#include <array>
#include <boost/asio.hpp>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

asio::awaitable<std::size_t> send_file(tcp::socket& socket, int file) {
    socket.native_non_blocking(true);
    off_t offset = 0;
    for (;;) {
        const auto sent =
            sendfile(socket.native_handle(), file, &offset, 1 << 20);
        if (sent == 0)
            co_return offset;
        if (sent > 0 || errno == EINTR)
            continue;
        if (errno != EAGAIN)
            throw boost::system::system_error(errno,
                                              boost::system::system_category());
        co_await socket.async_wait(tcp::socket::wait_write,
                                   asio::use_awaitable);
    }
}

asio::awaitable<std::size_t> copy(tcp::socket& socket,
                                  asio::readable_pipe& source) {
    std::array<char, 4096> buffer;
    std::size_t total = 0;
    for (;;) {
        auto as_tuple = asio::as_tuple(asio::use_awaitable);
        auto [end, length] =
            co_await source.async_read_some(asio::buffer(buffer), as_tuple);
        if (end)
            co_return total;
        total += co_await asio::async_write(
            socket, asio::buffer(buffer, length), asio::use_awaitable);
    }
}

asio::awaitable<void> send(tcp::endpoint receiver, std::FILE* file) {
    const auto executor = co_await asio::this_coro::executor;
    tcp::socket socket(executor);
    co_await socket.async_connect(receiver, asio::use_awaitable);
    std::size_t sent = co_await send_file(socket, fileno(file));
    std::cout << "sendfile: " << sent << " bytes\n";

    asio::readable_pipe source(executor);
    asio::writable_pipe text(executor);
    asio::connect_pipe(source, text);
    asio::write(text, asio::buffer("more text", 9));
    text.close();
    bool available = true;
    try {
        sent = co_await send_file(socket, source.native_handle());
    } catch (const boost::system::system_error&) {
        available = false;
    }
    if (!available) {
        std::cout << "sendfile: not available\n";
        sent = co_await copy(socket, source);
    }
    std::cout << "copied: " << sent << " bytes\n";
}

asio::awaitable<void> receive(tcp::acceptor& acceptor) {
    tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
    std::string text;
    auto to_end = asio::as_tuple(asio::use_awaitable);
    auto [end, length] =
        co_await asio::async_read(socket, asio::dynamic_buffer(text), to_end);
    std::cout << "received: " << length << " bytes, the end is "
              << text.substr(length - 9) << '\n';
}

int main() {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::tmpfile(),
                                                               std::fclose);
    if (!file)
        return EXIT_FAILURE;
    const std::string content(1'000'000, 'x');
    std::fwrite(content.data(), 1, content.size(), file.get());
    std::fflush(file.get());

    asio::io_context loop;
    tcp::acceptor acceptor(loop, {asio::ip::address_v4::loopback(), 0});
    asio::co_spawn(loop, receive(acceptor), asio::detached);
    asio::co_spawn(loop, send(acceptor.local_endpoint(), file.get()),
                   asio::detached);
    loop.run();
}

/* Output:
sendfile: 1000000 bytes
sendfile: not available
copied: 9 bytes
received: 1000009 bytes, the end is more text
*/
