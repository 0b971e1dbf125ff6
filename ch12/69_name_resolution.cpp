// ch12/69_name_resolution.cpp
// Names become addresses and addresses names while the loop goes on: the
// system's own resolver, which blocks, runs in a thread beside it.
// Python: asyncio.loop.getaddrinfo, asyncio.loop.getnameinfo

#include <algorithm>
#include <boost/asio.hpp>
#include <iostream>

namespace asio = boost::asio;
using asio::ip::tcp;

asio::awaitable<void> run() {
    tcp::resolver resolver(co_await asio::this_coro::executor);
    const tcp::resolver::results_type numeric = co_await resolver.async_resolve(
        "127.0.0.1", "8080", asio::use_awaitable);
    std::cout << "127.0.0.1 is " << numeric.begin()->endpoint() << '\n';

    // One address or several, of IPv4 and IPv6, in the order to try them.
    const tcp::resolver::results_type found = co_await resolver.async_resolve(
        "localhost", "8080", asio::use_awaitable);
    const bool all_loopback =
        std::all_of(found.begin(), found.end(), [](const auto& entry) {
            return entry.endpoint().address().is_loopback();
        });
    std::cout << "localhost is on this machine: " << std::boolalpha
              << all_loopback << '\n';

    const tcp::endpoint loopback(asio::ip::address_v4::loopback(), 8080);
    const tcp::resolver::results_type names =
        co_await resolver.async_resolve(loopback, asio::use_awaitable);
    std::cout << "127.0.0.1 is called " << names.begin()->host_name() << '\n';

    // With this flag nobody is asked: only an address in digits will do.
    auto as_tuple = asio::as_tuple(asio::use_awaitable);
    auto [error, none] = co_await resolver.async_resolve(
        "localhost", "8080", tcp::resolver::numeric_host, as_tuple);
    std::cout << "localhost is no address: "
              << (error == asio::error::host_not_found) << '\n';
}

int main() {
    asio::io_context loop;
    asio::co_spawn(loop, run(), asio::detached);
    loop.run();
}

/* Output:
127.0.0.1 is 127.0.0.1:8080
localhost is on this machine: true
127.0.0.1 is called {{\S+}}
localhost is no address: true
*/
