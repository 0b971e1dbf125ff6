// ch07/10_pipe_objects.cpp
// Orders go through a pipe as text and become orders again at the other end.
// What has been cut short or lies about its length is refused there.
// Python: multiprocessing.connection.Connection.send,
//   multiprocessing.connection.Connection.recv
// Platform: posix

#include <fcntl.h>
#include <unistd.h>
#include <boost/archive/text_iarchive.hpp>
#include <boost/archive/text_oarchive.hpp>
#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <boost/serialization/level.hpp>
#include <boost/serialization/tracking.hpp>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <numeric>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace archive = boost::archive;
namespace asio = boost::asio;
namespace process = boost::process::v2;
using Protocol = asio::local::stream_protocol;

constexpr std::size_t longest = 1000;

// The same for both directions: an output archive writes, an input one reads.
template <typename Archive, typename Items>
void transfer(Archive& archive, Items& items) {
    std::size_t count = items.size();
    (archive & count);
    // Boost's own code for strings and vectors would believe the count.
    if (count > longest)
        throw std::length_error("too many items");
    items.resize(count);
    for (auto& item : items)
        (archive & item);
}

struct Order {
    std::string customer;
    std::vector<int> prices;

    template <typename Archive>
    void serialize(Archive& archive, unsigned) {
        transfer(archive, customer);
        transfer(archive, prices);
    }
};

// Plain members: no version of the class, no identity of the object.
BOOST_CLASS_IMPLEMENTATION(Order, boost::serialization::object_serializable)
BOOST_CLASS_TRACKING(Order, boost::serialization::track_never)

// One line: the archive ends it, and writes all else as numbers.
std::string to_text(const Order& order) {
    std::ostringstream text;
    archive::text_oarchive(text, archive::no_header) << order;
    return text.str();
}

Order to_order(const std::string& text) {
    std::istringstream stream(text);
    Order order;
    archive::text_iarchive(stream, archive::no_header) >> order;
    return order;
}

int child() {
    asio::io_context io;
    Protocol::socket connection(io, Protocol(), STDIN_FILENO);
    std::string received;
    for (int count = 0; count < 4; ++count) {
        // A line that is longer than the buffer may grow is an error.
        const std::size_t length = asio::read_until(
            connection, asio::dynamic_buffer(received, longest), '\n');
        const std::string text = received.substr(0, length);
        received.erase(0, length);
        try {
            const Order order = to_order(text);
            const auto total = std::accumulate(
                order.prices.begin(), order.prices.end(), std::int64_t{0});
            std::cout << order.customer << " pays " << total << std::endl;
        } catch (const std::exception&) {
            std::cout << "a malformed order" << std::endl;
        }
    }
    return EXIT_SUCCESS;
}

int parent(const char* program) {
    asio::io_context io;
    Protocol::socket connection(io), other_end(io);
    asio::local::connect_pair(connection, other_end);
    // This end is the parent's alone, so that it closes with the parent.
    fcntl(connection.native_handle(), F_SETFD, FD_CLOEXEC);
    process::process till(io, program, {"child"},
                          process::process_stdio{other_end, {}, {}});
    other_end.close();

    const std::string text = to_text({"Ada", {3, 4, 5}});
    const std::string cut_short = text.substr(0, text.size() / 2) + '\n';
    const std::string lie = "2000000000 65 100\n";
    for (const std::string& message :
         {text, cut_short, lie, to_text({"Grace", {}})})
        asio::write(connection, asio::buffer(message));
    return till.wait();
}

int main(int argc, char* argv[]) try {
    return argc == 2 ? child() : parent(argv[0]);
} catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
}

/* Output:
Ada pays 12
a malformed order
a malformed order
Grace pays 0
*/
