// ch09/message.hpp
// What manager.hpp sends and receives: sockets, messages, authentication, and
// the archives that turn values into bytes and back.
//
// Plain system calls, because every descriptor is closed on exec from birth:
// one that a child inherits would keep a dead client's connection open.

#pragma once

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <sys/socket.h>
#include <unistd.h>
#include <array>
#include <boost/algorithm/hex.hpp>
#include <boost/archive/archive_exception.hpp>
#include <boost/archive/basic_binary_iarchive.hpp>
#include <boost/archive/basic_binary_oarchive.hpp>
#include <boost/archive/detail/register_archive.hpp>
#include <boost/archive/impl/archive_serializer_map.ipp>
#include <boost/archive/impl/basic_binary_iarchive.ipp>
#include <boost/archive/impl/basic_binary_oarchive.ipp>
#include <boost/asio.hpp>
#include <boost/mpl/bool.hpp>
#include <boost/serialization/array_optimization.hpp>
#include <boost/serialization/array_wrapper.hpp>
#include <boost/serialization/collection_size_type.hpp>
#include <boost/serialization/string.hpp>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <tuple>
#include <type_traits>
#include <utility>

namespace managers {

namespace asio = boost::asio;
using Bytes = std::string;

struct AuthenticationError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// A message that breaks the rules. It ends the connection that it came by.
struct ProtocolError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// The other end has closed the connection, or the network has.
struct Disconnected : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// ---- Sockets ----

inline int checked(int result, const std::string& what) {
    if (result < 0)
        throw std::system_error(errno, std::generic_category(), what);
    return result;
}

class Descriptor {
public:
    explicit Descriptor(int number = -1) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept
        : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~Descriptor() {
        close();
    }

    void close() {
        if (number_ >= 0)
            ::close(std::exchange(number_, -1));
    }
    int get() const {
        return number_;
    }

private:
    int number_;
};

using Endpoint = asio::generic::stream_protocol::endpoint;

// "host:port" for TCP (port 0: the system chooses); any other text is the name
// of a local socket. A zero in front of it keeps it out of the file system: the
// name lives in the kernel, and goes with the socket. A host that is not known
// is a boost::system::system_error.
inline Endpoint endpoint_of(const std::string& address) {
    const std::size_t colon = address.rfind(':');
    if (colon == std::string::npos)
        return asio::local::stream_protocol::endpoint('\0' + address);
    asio::io_context io;
    return asio::ip::tcp::resolver(io)
        .resolve(address.substr(0, colon), address.substr(colon + 1))
        .begin()
        ->endpoint();
}

inline Descriptor socket_for(const Endpoint& endpoint) {
    return Descriptor(checked(
        ::socket(endpoint.protocol().family(), SOCK_STREAM | SOCK_CLOEXEC, 0),
        "socket"));
}

// ---- Messages ----

enum class Kind : std::uint8_t {
    create = 1,  // type, arguments: answered by a token
    attach,      // id: answered by a token
    release,     // id
    call,        // id, thread, method, arguments: answered by what it returned
    result,
    failure,  // an exception's type and text
    refused   // why this message is the connection's last
};

// What stands before each message. Each side numbers what it sends.
struct Header {
    std::uint32_t length;
    std::uint32_t sequence;
    Kind kind;
    std::uint8_t unused[3];
};
static_assert(sizeof(Header) == 12);

constexpr std::size_t longest_message = 16 << 20;

struct Message {
    Kind kind;
    std::string_view body;
};

// One end of a stream of messages, for one thread at a time. A message is one
// write, and almost always one read; the buffers are kept for the next one.
class Connection {
public:
    explicit Connection(Descriptor socket) : socket_(std::move(socket)) {
        // Fails for local sockets, which do not delay anything.
        const int yes = 1;
        ::setsockopt(get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    }

    static Connection to(const std::string& address) {
        const Endpoint endpoint = endpoint_of(address);
        Descriptor socket = socket_for(endpoint);
        if (::connect(socket.get(), endpoint.data(),
                      static_cast<socklen_t>(endpoint.size())) < 0)
            throw Disconnected(address + ": " + std::strerror(errno));
        return Connection(std::move(socket));
    }

    int get() const {
        return socket_.get();
    }
    void close() {
        socket_.close();
    }

    // An empty body for the next message, to be appended to.
    Bytes& begin() {
        if (out_.capacity() > kept)
            Bytes().swap(out_);
        out_.resize(sizeof(Header));
        return out_;
    }

    // Sends the body with its header. std::length_error: it is too long, and
    // nothing has been sent.
    void send(Kind kind) {
        const std::size_t length = out_.size() - sizeof(Header);
        if (length > longest_message)
            throw std::length_error("message too long");
        const Header header{
            static_cast<std::uint32_t>(length), sent_, kind, {}};
        std::memcpy(out_.data(), &header, sizeof header);
        write(out_.data(), out_.size());
        ++sent_;
    }

    // The next message, valid until the next call. ProtocolError: it is too
    // long or out of sequence; Disconnected: there is none, or half of one.
    Message receive() {
        if (begin_ == end_ && in_.size() > kept)
            Bytes(initial, '\0').swap(in_);
        const auto header = take<Header>();
        if (header.length > longest_message)
            throw ProtocolError("message too long");
        if (header.sequence != received_++)
            throw ProtocolError("message out of sequence");
        return {header.kind, take(header.length)};
    }

    // The next bytes, valid until the next call.
    std::string_view take(std::size_t size) {
        while (end_ - begin_ < size)
            fill();
        return {in_.data() + std::exchange(begin_, begin_ + size), size};
    }
    template <typename T>
    T take() {
        T value;
        std::memcpy(&value, take(sizeof value).data(), sizeof value);
        return value;
    }

    void write(const void* data, std::size_t size) {
        for (const char* rest = static_cast<const char*>(data); size > 0;) {
            const auto sent = moved(::send(get(), rest, size, MSG_NOSIGNAL));
            rest += sent;
            size -= sent;
        }
    }

private:
    static constexpr std::size_t initial = 4096, kept = 1 << 20;

    void fill() {
        std::memmove(in_.data(), in_.data() + begin_, end_ - begin_);
        end_ -= std::exchange(begin_, 0);
        // Grows with what has come, not with what a header promises.
        if (end_ == in_.size())
            in_.resize(2 * in_.size());
        const ssize_t size =
            ::recv(get(), in_.data() + end_, in_.size() - end_, 0);
        if (size == 0)
            throw Disconnected("connection closed");
        end_ += moved(size);
    }

    // How many bytes a system call has moved: none if a signal came first.
    static std::size_t moved(ssize_t size) {
        if (size < 0 && errno != EINTR)
            throw Disconnected(std::strerror(errno));
        return size < 0 ? 0 : static_cast<std::size_t>(size);
    }

    Descriptor socket_;
    Bytes in_ = Bytes(initial, '\0'), out_;
    std::size_t begin_ = 0, end_ = 0;
    std::uint32_t sent_ = 0, received_ = 0;
};

// ---- Authentication: no message is read before it ----

using Block = std::array<unsigned char, 32>;

inline Block random_block() {
    Block block;
    if (RAND_bytes(block.data(), static_cast<int>(block.size())) != 1)
        throw std::runtime_error("no random numbers");
    return block;
}

inline std::string random_name() {
    std::string name;
    boost::algorithm::hex_lower(random_block(), std::back_inserter(name));
    return name;
}

// The key of this program's processes. The first makes it up; those that it
// starts inherit it in their environment, which nobody else may read. To be
// called before there are other threads: it may change the environment.
inline const std::string& process_key() {
    static const std::string key = [] {
        ::setenv("MANAGERS_KEY", random_name().c_str(), /*overwrite=*/0);
        return std::getenv("MANAGERS_KEY");
    }();
    return key;
}

// What both sides sign: their challenges and the session that the connection
// is to belong to. All of one length, so that nobody can lie about it.
struct Handshake {
    Block from_server, from_client, session;

    // With the role in it, one side's answer is never the other's.
    Block answer(const std::string& key, const std::string& role) const {
        std::string signed_text = role;
        signed_text.append(reinterpret_cast<const char*>(this), sizeof *this);
        Block result;
        if (!HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
                  reinterpret_cast<const unsigned char*>(signed_text.data()),
                  signed_text.size(), result.data(), nullptr))
            throw std::runtime_error("HMAC failed");
        return result;
    }
};

// In a time that does not tell how much of it is right.
inline bool equal(const Block& one, const Block& other) {
    return CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

// In place of an answer; never one, but for one HMAC in 2^256.
constexpr Block refusal = {};

// The server's side: the client proves itself first. What is returned has still
// to be answered as "server".
inline Handshake authenticate_client(Connection& connection,
                                     const std::string& key) {
    Handshake handshake{random_block(), {}, {}};
    connection.write(handshake.from_server.data(), sizeof(Block));
    handshake.from_client = connection.take<Block>();
    handshake.session = connection.take<Block>();
    if (!equal(connection.take<Block>(), handshake.answer(key, "client"))) {
        connection.write(refusal.data(), sizeof refusal);
        throw AuthenticationError("the client does not know the key");
    }
    return handshake;
}

inline void authenticate_server(Connection& connection, const std::string& key,
                                const Block& session) {
    const Handshake handshake{connection.take<Block>(), random_block(),
                              session};
    const std::array<Block, 3> reply{handshake.from_client, handshake.session,
                                     handshake.answer(key, "client")};
    connection.write(reply.data(), sizeof reply);
    const auto answer = connection.take<Block>();
    if (answer == refusal)
        throw AuthenticationError("the server does not accept the key");
    if (!equal(answer, handshake.answer(key, "server")))
        throw AuthenticationError("the server does not know the key");
}

// ---- Archives ----

// Names an object: travels in place of it.
struct Token {
    std::uint64_t id = 0;
    std::string type, address;

    template <typename Archive>
    void serialize(Archive& archive, unsigned) {
        (archive & id & type & address);
    }
};

class Channel;

// One reference to an object. Whoever makes it says, with the deleter of its
// pointer, how it is given back.
struct Reference {
    Token token;
    std::shared_ptr<Channel> channel;  // in the server there is none
};

// What a proxy within a message means at this end. This base class is for
// places where there must be none.
struct References {
    virtual ~References() = default;
    virtual void leave(const Token&) {
        throw std::invalid_argument("a proxy has no place here");
    }
    virtual std::shared_ptr<const Reference> arrive(const Token&) {
        throw ProtocolError("a proxy has no place here");
    }
};

// Boost's archives decide what is written of a class; these two, where it goes.
// (Its binary_oarchive builds a locale for each archive, which takes longer than
// the rest of what a call does outside the system.)
constexpr unsigned bare = boost::archive::no_header;

class Writer : public boost::archive::basic_binary_oarchive<Writer> {
public:
    Writer(Bytes& bytes, References& references)
        : basic_binary_oarchive(bare), references(references), bytes_(bytes) {}

    template <typename T>
    void save(const T& value) {
        static_assert(!std::is_same_v<T, std::wstring>, "no wide strings");
        save_binary(&value, sizeof value);
    }
    void save(const std::string& text) {
        save(text.size());
        bytes_ += text;
    }
    template <typename T>
    void save_array(const boost::serialization::array_wrapper<T>& array,
                    unsigned) {
        save_binary(array.address(), array.count() * sizeof(T));
    }
    void save_binary(const void* data, std::size_t size) {
        bytes_.append(static_cast<const char*>(data), size);
    }

    using basic_binary_oarchive::save_override;
    References& references;

private:
    Bytes& bytes_;
};

// Believes nothing: there are as many bytes as a length says, and a bool is one.
class Reader : public boost::archive::basic_binary_iarchive<Reader> {
public:
    Reader(std::string_view bytes, References& references)
        : basic_binary_iarchive(bare), references(references), rest_(bytes) {}

    bool at_end() const {
        return rest_.empty();
    }

    template <typename T>
    void load(T& value) {
        static_assert(!std::is_same_v<T, std::wstring>, "no wide strings");
        if constexpr (std::is_same_v<T, bool>)
            check(!rest_.empty() && (rest_[0] == 0 || rest_[0] == 1));
        load_binary(&value, sizeof value);
    }
    void load(std::string& text) {
        std::size_t size;
        load(size);
        text = take(size);
    }
    template <typename T>
    void load_array(const boost::serialization::array_wrapper<T>& array,
                    unsigned) {
        load_binary(array.address(), array.count() * sizeof(T));
    }
    void load_binary(void* data, std::size_t size) {
        std::memcpy(data, take(size).data(), size);
    }

    using basic_binary_iarchive::load_override;
    void load_override(boost::serialization::collection_size_type& size) {
        basic_binary_iarchive::load_override(size);
        check(size <= rest_.size());
    }
    References& references;

private:
    static void check(bool right) {
        if (!right)
            throw ProtocolError("not the values that were expected");
    }
    std::string_view take(std::size_t size) {
        check(size <= rest_.size());
        const std::string_view taken = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return taken;
    }

    std::string_view rest_;
};

}  // namespace managers

// Arrays of numbers as a whole; of bools one by one, for each is looked at.
template <typename Archive>
requires std::is_same_v<Archive, managers::Writer> ||
    std::is_same_v<Archive, managers::Reader>
struct boost::serialization::use_array_optimization<Archive> {
    template <typename T>
    struct apply : boost::mpl::bool_<std::is_arithmetic_v<T> &&
                                     !std::is_same_v<T, bool>> {};
};

namespace managers {

// Values of these types, or else a ProtocolError.
template <typename Values>
Values read(Reader& in) try {
    Values values;
    std::apply([&](auto&... value) { ((in >> value), ...); }, values);
    return values;
} catch (const boost::archive::archive_exception&) {
    throw ProtocolError("not the values that were expected");
}

template <typename Values>
Values read_all(Reader& in) {
    Values values = read<Values>(in);
    if (!in.at_end())
        throw ProtocolError("more values than were expected");
    return values;
}

}  // namespace managers
