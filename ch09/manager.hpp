// ch09/manager.hpp
// Objects that processes share, after Python's multiprocessing.managers: a
// server process owns them, and proxies in other processes call the methods
// that their types expose.
//
//     Types    what the server may make, and which methods may be called
//     Manager  starts a server process (this program again) and is its client
//     Client   makes objects in a server, or attaches to those of others
//     Proxy    stands for an object: its methods run in the server
//     Server   for a program that is a server itself, at an address of its own
//
// Arguments and results travel as Boost.Serialization's binary archives, so
// clients and server are builds of one program on one kind of machine.
//
// A call throws RemoteError where its method threw, ServerLost where the server
// has gone, ProtocolError where its arguments were not the method's. A wrong
// key is an AuthenticationError. All of it is for Linux.

#pragma once

#include <sys/socket.h>
#include <unistd.h>
#include <atomic>
#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>
#include "message.hpp"
#include "server.hpp"

namespace managers {

// The server has gone, or was never there.
struct ServerLost : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// What a method threw in the server: the exception's type by name, its text.
struct RemoteError : std::runtime_error {
    RemoteError(std::string type, const std::string& text)
        : std::runtime_error(text), type(std::move(type)) {}
    std::string type;
};

// ---------------------------------------------------------------------------
// Clients
// ---------------------------------------------------------------------------

// Tells the threads of a client apart: a lock belongs to one of them.
inline std::uint64_t thread_number() {
    static std::atomic<std::uint64_t> last = 0;
    thread_local const std::uint64_t mine = ++last;
    return mine;
}

// A client's connections to its server: one that holds the session while
// others come and go, and as many as there have been calls at one time.
class Channel : public References,
                public std::enable_shared_from_this<Channel> {
public:
    Channel(const std::string& address, const std::string& key)
        : address_(address), key_(key), anchor_(open()) {}

    template <typename Result, typename... Args>
    Result request(Kind kind, const Args&... args) {
        Connection connection = take();
        {
            Writer out(connection.begin(), *this);
            ((out << args), ...);
        }
        const Message reply = exchange(connection, kind);
        Reader in(reply.begin, reply.end, *this);
        if (reply.kind == Kind::failure) {
            auto [type, text] =
                read_all<std::tuple<std::string, std::string>>(in);
            put_back(std::move(connection));
            throw RemoteError(type, text);
        }
        if (reply.kind != Kind::result)
            throw ProtocolError(std::get<0>(read<std::tuple<std::string>>(in)));
        if constexpr (std::is_void_v<Result>) {
            read_all<std::tuple<>>(in);
            put_back(std::move(connection));
        } else {
            auto values = read_all<std::tuple<Result>>(in);
            put_back(std::move(connection));
            return std::get<0>(std::move(values));
        }
    }

    void leave(const Token& token) override {
        if (token.address != address_)
            throw std::invalid_argument("a proxy of another server");
    }
    std::shared_ptr<Reference> arrive(const Token& token) override;

    const std::string& address() const {
        return address_;
    }

private:
    Connection open() try {
        Connection connection = Connection::to(address_);
        authenticate_server(connection, key_, session_);
        return connection;
    } catch (const std::system_error& error) {
        throw ServerLost(error.what());
    } catch (const Disconnected& error) {
        throw ServerLost(error.what());
    }

    Connection take() {
        std::unique_lock lock(mutex_);
        if (idle_.empty()) {
            lock.unlock();
            return open();
        }
        Connection connection = std::move(idle_.back());
        idle_.pop_back();
        return connection;
    }

    void put_back(Connection connection) {
        std::lock_guard lock(mutex_);
        idle_.push_back(std::move(connection));
    }

    static Message exchange(Connection& connection, Kind kind) try {
        connection.send(kind);
        return connection.receive();
    } catch (const Disconnected& error) {
        throw ServerLost(std::string("the server has gone: ") + error.what());
    }

    const std::string address_, key_;
    const Block session_ = random_block();
    Connection anchor_;
    std::mutex mutex_;
    std::vector<Connection> idle_;
};

// A reference that this client holds, through whichever of its connections.
struct RemoteReference : Reference {
    RemoteReference(std::shared_ptr<Channel> channel, const Token& token)
        : Reference(token), channel(std::move(channel)) {}
    ~RemoteReference() override {
        try {
            channel->request<void>(Kind::release, token.id);
        } catch (const std::exception&) {
            // With the server, the object has gone as well.
        }
    }
    const std::shared_ptr<Channel> channel;
};

inline std::shared_ptr<Reference> Channel::arrive(const Token& token) {
    return std::make_shared<RemoteReference>(shared_from_this(), token);
}

// Text is sent as a string, anything else as what it is.
template <typename T>
const T& as_sent(const T& value) {
    return value;
}
inline std::string as_sent(const char* text) {
    return text;
}

// Copies share one reference. A proxy may be an argument or a result: then the
// token travels, and whoever receives it has a reference of its own.
class Proxy {
public:
    Proxy() = default;

    // Arguments are sent as the types they have here: those of the method.
    template <typename Result = void, typename... Args>
    Result call_method(const std::string& name, const Args&... args) const {
        const auto remote =
            dynamic_cast<const RemoteReference*>(reference_.get());
        if (!remote)
            throw std::logic_error("only a client's proxy can call");
        return remote->channel->template request<Result>(
            Kind::call, remote->token.id, thread_number(), name,
            as_sent(args)...);
    }

    // A copy of the object, where its type has exposed its value().
    template <typename T>
    T get_value() const {
        return call_method<T>("#value");
    }

    const std::string& type() const {
        return reference_->token.type;
    }
    // For another process, which attaches to the object with it.
    std::string token() const {
        return std::to_string(reference_->token.id) + '@' +
               reference_->token.address;
    }

    template <typename Archive>
    void serialize(Archive& archive, unsigned) {
        if constexpr (Archive::is_saving::value) {
            if (!reference_)
                throw std::logic_error("an empty proxy");
            archive.references.leave(reference_->token);
            (archive << reference_->token);
        } else {
            Token token;
            (archive >> token);
            reference_ = archive.references.arrive(token);
        }
    }

private:
    friend class Client;
    std::shared_ptr<Reference> reference_;
};

template <typename T>
struct ValueProxy;
template <typename T>
struct ListProxy;
template <typename Key, typename T>
struct DictProxy;
template <typename T>
struct QueueProxy;
struct NamespaceProxy;
struct EventProxy;
struct LockProxy;
struct SemaphoreProxy;
struct ConditionProxy;
struct BarrierProxy;

// May be used by several threads, as may proxies.
class Client {
public:
    // The address of a server, or a token of one of its objects. Throws
    // ServerLost, AuthenticationError.
    explicit Client(const std::string& where,
                    const std::string& key = process_key())
        : channel_(std::make_shared<Channel>(where.substr(where.find('@') + 1),
                                             key)) {}

    template <typename P = Proxy, typename... Args>
    P create(const std::string& type, const Args&... args) const {
        return proxy<P>(Kind::create, type, as_sent(args)...);
    }

    // The object of another client, which must still have its proxy.
    template <typename P = Proxy>
    P attach(const std::string& token) const {
        const std::uint64_t id = std::stoull(token);
        if (token != std::to_string(id) + '@' + address())
            throw std::invalid_argument("no token of this server: " + token);
        return proxy<P>(Kind::attach, id);
    }

    const std::string& address() const {
        return channel_->address();
    }

    template <typename T>
    ValueProxy<T> value(const T& initial = {}) const;
    template <typename T>
    ListProxy<T> list(const std::vector<T>& items = {}) const;
    template <typename Key, typename T>
    DictProxy<Key, T> dict(const std::map<Key, T>& items = {}) const;
    template <typename T>
    QueueProxy<T> queue(std::uint64_t maxsize = 0) const;
    NamespaceProxy name_space() const;
    EventProxy event() const;
    LockProxy lock() const;
    LockProxy recursive_lock() const;
    SemaphoreProxy semaphore(std::uint64_t value) const;
    SemaphoreProxy bounded_semaphore(std::uint64_t value) const;
    ConditionProxy condition() const;
    BarrierProxy barrier(std::uint64_t parties) const;

private:
    template <typename P, typename... Args>
    P proxy(Kind kind, const Args&... args) const {
        P made;
        made.reference_ =
            channel_->arrive(channel_->request<Token>(kind, args...));
        return made;
    }

    std::shared_ptr<Channel> channel_;
};

// ---------------------------------------------------------------------------
// The server process
// ---------------------------------------------------------------------------

// This program again, not a fork of it: a fork has the calling thread alone,
// and every lock that another thread held stays locked in it.
inline bool is_server(int argc, char* argv[]) {
    return argc > 1 && std::string(argv[1]) == "--managers-server";
}

// The main function of a server process. Its standard input comes from the
// process that started it, and ends when that does, however it does.
inline int serve(const Types& types) {
    Server server(types);
    const std::string line = server.address() + '\n';
    checked(static_cast<int>(
                ::send(STDIN_FILENO, line.data(), line.size(), MSG_NOSIGNAL)),
            "the process that started this server");
    std::thread([&server] {
        char ignored;
        while (::recv(STDIN_FILENO, &ignored, 1, 0) > 0) {}
        server.stop();
        // Methods that do not end are not waited for.
        std::this_thread::sleep_for(std::chrono::seconds(2));
        std::_Exit(EXIT_FAILURE);
    }).detach();
    server.run();
    return EXIT_SUCCESS;
}

class ServerProcess {
public:
    ServerProcess(int argc, char* argv[])
        : ServerProcess(argc, argv, make_lifeline()) {}
    ~ServerProcess() {
        shutdown();
    }

    // Where it listens, as soon as it does.
    std::string wait_for_address() const {
        std::string line;
        for (char byte = 0; byte != '\n'; line += byte)
            if (::recv(lifeline_.get(), &byte, 1, 0) != 1)
                throw ServerLost("the server process has not started");
        line.pop_back();
        return line;
    }

    boost::process::v2::pid_type id() const {
        return id_;
    }

    // The objects end with the server; calls that wait throw ServerLost.
    void shutdown() {
        lifeline_.close();
        if (std::exchange(running_, false))
            process_.wait();
    }

private:
    using Lifeline = std::pair<Descriptor, Descriptor>;

    static Lifeline make_lifeline() {
        int ends[2];
        checked(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends),
                "socketpair");
        return {Descriptor(ends[0]), Descriptor(ends[1])};
    }

    static const char* program(int argc, char* argv[]) {
        // Otherwise servers would start servers without end.
        if (is_server(argc, argv))
            throw std::logic_error("a server's main must call serve()");
        process_key();
        return argv[0];
    }

    ServerProcess(int argc, char* argv[], Lifeline lifeline)
        : lifeline_(std::move(lifeline.first)),
          process_(
              io_, program(argc, argv), {"--managers-server"},
              boost::process::v2::process_stdio{lifeline.second.get(), {}, {}}),
          id_(process_.id()) {}

    boost::asio::io_context io_;
    Descriptor lifeline_;
    boost::process::v2::process process_;
    const boost::process::v2::pid_type id_;
    bool running_ = true;
};

class Manager : private ServerProcess, public Client {
public:
    Manager(int argc, char* argv[])
        : ServerProcess(argc, argv), Client(wait_for_address()) {}

    using ServerProcess::id;
    using ServerProcess::shutdown;
};

}  // namespace managers

#include "builtin.hpp"
