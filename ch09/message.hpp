// ch09/message.hpp
// What manager.hpp sends and receives: sockets, authentication, messages, and
// the archives that turn values into bytes and back.
//
// Plain system calls, because every descriptor is closed on exec from birth:
// one that a child inherits would keep a dead client's connection open. Local
// sockets have names in Linux's abstract namespace: no file can stay behind.

#pragma once

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <boost/archive/archive_exception.hpp>
#include <boost/archive/basic_binary_iarchive.hpp>
#include <boost/archive/basic_binary_oarchive.hpp>
#include <boost/archive/detail/register_archive.hpp>
#include <boost/archive/impl/archive_serializer_map.ipp>
#include <boost/archive/impl/basic_binary_iarchive.ipp>
#include <boost/archive/impl/basic_binary_oarchive.ipp>
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
#include <memory>
#include <stdexcept>
#include <string>
#include <system_error>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace managers {

using Bytes = std::vector<char>;

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

// ---------------------------------------------------------------------------
// Sockets
// ---------------------------------------------------------------------------

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

// "host:port" for TCP (port 0: the system chooses); any other text is the name
// of a local socket.
struct Address {
    explicit Address(const std::string& text) {
        const std::size_t colon = text.rfind(':');
        if (colon == std::string::npos) {
            set_name(text);
            return;
        }
        addrinfo wanted = {}, *found = nullptr;
        wanted.ai_socktype = SOCK_STREAM;
        if (const int error =
                ::getaddrinfo(text.substr(0, colon).c_str(),
                              text.c_str() + colon + 1, &wanted, &found))
            throw std::invalid_argument(text + ": " + ::gai_strerror(error));
        std::memcpy(&storage, found->ai_addr, size = found->ai_addrlen);
        ::freeaddrinfo(found);
    }

    // The address that a listening socket has been given.
    explicit Address(const Descriptor& socket) {
        size = sizeof storage;
        checked(::getsockname(socket.get(), get(), &size), "getsockname");
    }

    std::string text() const {
        if (storage.ss_family == AF_UNIX)
            return {reinterpret_cast<const char*>(get()) + name_at,
                    size - name_at};
        char host[NI_MAXHOST], port[NI_MAXSERV];
        if (::getnameinfo(get(), size, host, sizeof host, port, sizeof port,
                          NI_NUMERICHOST | NI_NUMERICSERV) != 0)
            throw std::runtime_error("getnameinfo failed");
        return std::string(host) + ':' + port;
    }

    Descriptor open() const {
        Descriptor socket(
            checked(::socket(storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0),
                    "socket"));
        // A server started again need not wait until its old port is free.
        const int yes = 1;
        if (storage.ss_family != AF_UNIX)
            ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &yes,
                         sizeof yes);
        return socket;
    }

    sockaddr* get() {
        return reinterpret_cast<sockaddr*>(&storage);
    }
    const sockaddr* get() const {
        return reinterpret_cast<const sockaddr*>(&storage);
    }

    sockaddr_storage storage = {};
    socklen_t size = 0;

private:
    // A zero in front of a name keeps it out of the file system.
    static constexpr std::size_t name_at = offsetof(sockaddr_un, sun_path) + 1;

    void set_name(const std::string& name) {
        if (name.empty() || name_at + name.size() > sizeof(sockaddr_un))
            throw std::invalid_argument("no address: " + name);
        storage.ss_family = AF_UNIX;
        std::memcpy(reinterpret_cast<char*>(&storage) + name_at, name.data(),
                    name.size());
        size = static_cast<socklen_t>(name_at + name.size());
    }
};

// ---------------------------------------------------------------------------
// Messages
// ---------------------------------------------------------------------------

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
    const char* begin;
    const char* end;
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

    static Connection to(const std::string& text) {
        const Address address(text);
        Descriptor socket = address.open();
        checked(::connect(socket.get(), address.get(), address.size), text);
        return Connection(std::move(socket));
    }

    int get() const {
        return socket_.get();
    }

    // What readies a thread that waits for something else than this socket.
    int wakeup() {
        if (wakeup_.get() < 0)
            wakeup_ = Descriptor(
                checked(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd"));
        return wakeup_.get();
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
            Bytes(initial).swap(in_);
        Header header;
        std::memcpy(&header, take(sizeof header), sizeof header);
        if (header.length > longest_message)
            throw ProtocolError("message too long");
        if (header.sequence != received_++)
            throw ProtocolError("message out of sequence");
        const char* body = take(header.length);
        return {header.kind, body, body + header.length};
    }

    // The next bytes, valid until the next call.
    const char* take(std::size_t size) {
        while (end_ - begin_ < size)
            fill();
        return in_.data() + std::exchange(begin_, begin_ + size);
    }

    void write(const void* data, std::size_t size) {
        for (const char* rest = static_cast<const char*>(data); size > 0;) {
            const ssize_t sent = ::send(get(), rest, size, MSG_NOSIGNAL);
            if (sent < 0 && errno != EINTR)
                throw Disconnected(std::strerror(errno));
            rest += std::max<ssize_t>(sent, 0);
            size -= static_cast<std::size_t>(std::max<ssize_t>(sent, 0));
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
        const ssize_t received =
            ::recv(get(), in_.data() + end_, in_.size() - end_, 0);
        if (received == 0)
            throw Disconnected("connection closed");
        if (received < 0 && errno != EINTR)
            throw Disconnected(std::strerror(errno));
        end_ += static_cast<std::size_t>(std::max<ssize_t>(received, 0));
    }

    Descriptor socket_, wakeup_;
    Bytes in_ = Bytes(initial), out_;
    std::size_t begin_ = 0, end_ = 0;
    std::uint32_t sent_ = 0, received_ = 0;
};

// ---------------------------------------------------------------------------
// Authentication: nothing is deserialised, and no message read, before it
// ---------------------------------------------------------------------------

using Block = std::array<unsigned char, 32>;

inline Block random_block() {
    Block block;
    if (RAND_bytes(block.data(), static_cast<int>(block.size())) != 1)
        throw std::runtime_error("no random numbers");
    return block;
}

inline std::string to_hex(const Block& block) {
    std::string text;
    for (unsigned char byte : block)
        for (int digit : {byte >> 4, byte & 15})
            text += "0123456789abcdef"[digit];
    return text;
}

// The key of this program's processes. The first makes it up; those that it
// starts inherit it in their environment, which nobody else may read. To be
// called before there are other threads: it may change the environment.
inline const std::string& process_key() {
    static const std::string key = [] {
        if (const char* inherited = std::getenv("MANAGERS_KEY"))
            return std::string(inherited);
        const std::string made = to_hex(random_block());
        ::setenv("MANAGERS_KEY", made.c_str(), 1);
        return made;
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
        for (const Block* block : {&from_server, &from_client, &session})
            signed_text.append(block->begin(), block->end());
        Block result;
        if (!HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
                  reinterpret_cast<const unsigned char*>(signed_text.data()),
                  signed_text.size(), result.data(), nullptr))
            throw std::runtime_error("HMAC failed");
        return result;
    }
};

inline Block take_block(Connection& connection) {
    Block block;
    std::memcpy(block.data(), connection.take(block.size()), block.size());
    return block;
}

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
    handshake.from_client = take_block(connection);
    handshake.session = take_block(connection);
    if (!equal(take_block(connection), handshake.answer(key, "client"))) {
        connection.write(refusal.data(), sizeof refusal);
        throw AuthenticationError("the client does not know the key");
    }
    return handshake;
}

inline void authenticate_server(Connection& connection, const std::string& key,
                                const Block& session) {
    const Handshake handshake{take_block(connection), random_block(), session};
    const std::array<Block, 3> reply{handshake.from_client, handshake.session,
                                     handshake.answer(key, "client")};
    connection.write(reply.data(), sizeof reply);
    const Block answer = take_block(connection);
    if (answer == refusal)
        throw AuthenticationError("the server does not accept the key");
    if (!equal(answer, handshake.answer(key, "server")))
        throw AuthenticationError("the server does not know the key");
}

// ---------------------------------------------------------------------------
// Archives
// ---------------------------------------------------------------------------

// Names an object: travels in place of it.
struct Token {
    std::uint64_t id = 0;
    std::string type, address;

    template <typename Archive>
    void serialize(Archive& archive, unsigned) {
        (archive & id & type & address);
    }
};

// One reference to an object, given back by the destructor.
struct Reference {
    explicit Reference(Token token) : token(std::move(token)) {}
    Reference(const Reference&) = delete;
    virtual ~Reference() = default;
    const Token token;
};

// What a proxy within a message means at this end. This base class is for
// places where there must be none.
struct References {
    virtual ~References() = default;
    virtual void leave(const Token&) {
        throw std::invalid_argument("a proxy has no place here");
    }
    virtual std::shared_ptr<Reference> arrive(const Token&) {
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
        save_binary(text.data(), text.size());
    }
    template <typename T>
    void save_array(const boost::serialization::array_wrapper<T>& array,
                    unsigned) {
        save_binary(array.address(), array.count() * sizeof(T));
    }
    void save_binary(const void* data, std::size_t size) {
        const char* begin = static_cast<const char*>(data);
        bytes_.insert(bytes_.end(), begin, begin + size);
    }

    using basic_binary_oarchive::save_override;
    References& references;

private:
    Bytes& bytes_;
};

// Believes nothing: there are as many bytes as a length says, and a bool is one.
class Reader : public boost::archive::basic_binary_iarchive<Reader> {
public:
    Reader(const char* begin, const char* end, References& references)
        : basic_binary_iarchive(bare),
          references(references),
          next_(begin),
          end_(end) {}

    std::size_t left() const {
        return static_cast<std::size_t>(end_ - next_);
    }

    template <typename T>
    void load(T& value) {
        static_assert(!std::is_same_v<T, std::wstring>, "no wide strings");
        load_binary(&value, sizeof value);
    }
    void load(bool& value) {
        unsigned char byte;
        load(byte);
        check(byte <= 1);
        value = byte;
    }
    void load(std::string& text) {
        std::size_t size;
        load(size);
        check(size <= left());
        text.assign(next_, size);
        next_ += size;
    }
    template <typename T>
    void load_array(const boost::serialization::array_wrapper<T>& array,
                    unsigned) {
        load_binary(array.address(), array.count() * sizeof(T));
    }
    void load_binary(void* data, std::size_t size) {
        check(size <= left());
        std::memcpy(data, next_, size);
        next_ += size;
    }

    template <typename T>
    void load_override(T& value) {
        basic_binary_iarchive::load_override(value);
    }
    void load_override(boost::serialization::collection_size_type& size) {
        basic_binary_iarchive::load_override(size);
        check(size <= left());
    }
    References& references;

private:
    static void check(bool right) {
        if (!right)
            throw ProtocolError("not the values that were expected");
    }

    const char* next_;
    const char* end_;
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
    if (in.left() > 0)
        throw ProtocolError("more values than were expected");
    return values;
}

}  // namespace managers
