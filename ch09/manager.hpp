// ch09/manager.hpp
// Objects that processes share, after Python's multiprocessing.managers: a
// server process owns them, and proxies in other processes call the methods
// that their types expose.
//
//     Types    what the server may make, and which methods may be called:
//                  types.list<int>().dict<std::string, int>();
//                  types.add<Counter, int>("Counter")  // made from an int
//                      .method("count", &Counter::count);
//     Manager  starts a server process (this program again) and is its client
//     Client   makes objects in a server, or attaches to those of others
//     Proxy    stands for an object: its methods run in the server
//     Server   for a program that is a server itself, at an address of its own
//
// Types and Server are in server.hpp, what travels in message.hpp. Arguments
// and results are Boost.Serialization's binary archives, so clients and server
// are builds of one program on one kind of machine. All of it is for Linux.

#pragma once

#include <sys/socket.h>
#include <unistd.h>
#include <atomic>
#include <boost/asio.hpp>
#include <boost/optional.hpp>
#include <boost/process/v2.hpp>
#include <boost/serialization/map.hpp>
#include <boost/serialization/optional.hpp>
#include <boost/serialization/vector.hpp>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
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

// ---- Errors ----

// A call throws one of these, or ProtocolError where its arguments were not the
// method's. A wrong key is an AuthenticationError.

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

// ---- A client's connections ----

// Text is sent as a string, anything else as what it is.
template <typename T>
const T& as_sent(const T& value) {
    return value;
}
inline std::string as_sent(const char* text) {
    return text;
}

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
    Channel(const std::string& address, const std::string& key) try
        : address(address), key_(key), anchor_(open()) {
    } catch (const Disconnected& error) {
        throw ServerLost(error.what());
    }

    template <typename Result, typename... Args>
    Result request(Kind kind, const Args&... args) try {
        using Values = std::conditional_t<std::is_void_v<Result>, std::tuple<>,
                                          std::tuple<Result>>;
        Connection connection = take();
        (Writer(connection.begin(), *this) << ... << as_sent(args));
        connection.send(kind);
        const Message reply = connection.receive();
        Reader in(reply.body, *this);
        if (reply.kind == Kind::failure) {
            auto [type, text] =
                read_all<std::tuple<std::string, std::string>>(in);
            put_back(std::move(connection));
            throw RemoteError(type, text);
        }
        if (reply.kind != Kind::result)
            throw ProtocolError(std::get<0>(read<std::tuple<std::string>>(in)));
        auto values = read_all<Values>(in);
        put_back(std::move(connection));
        if constexpr (!std::is_void_v<Result>)
            return std::get<0>(std::move(values));
    } catch (const Disconnected& error) {
        throw ServerLost(error.what());
    }

    void leave(const Token& token) override {
        if (token.address != address)
            throw std::invalid_argument("a proxy of another server");
    }
    std::shared_ptr<const Reference> arrive(const Token& token) override {
        auto give_back = [](const Reference* reference) {
            const std::unique_ptr<const Reference> ended(reference);
            try {
                ended->channel->request<void>(Kind::release, ended->token.id);
            } catch (const std::exception&) {
                // With the server, the object has gone as well.
            }
        };
        return {new Reference{token, shared_from_this()}, give_back};
    }

    const std::string address;

private:
    Connection open() const {
        Connection connection = Connection::to(address);
        authenticate_server(connection, key_, session_);
        return connection;
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

    const std::string key_;
    const Block session_ = random_block();
    Connection anchor_;
    std::mutex mutex_;
    std::vector<Connection> idle_;
};

// ---- Proxies ----

// Copies share one reference. A proxy may be an argument or a result: then the
// token travels, and whoever receives it has a reference of its own.
class Proxy {
public:
    Proxy() = default;

    // Arguments are sent as the types they have here: those of the method.
    template <typename Result = void, typename... Args>
    Result call_method(const std::string& name, const Args&... args) const {
        if (!reference_ || !reference_->channel)
            throw std::logic_error("only a client's proxy can call");
        return reference_->channel->request<Result>(
            Kind::call, reference_->token.id, thread_number(), name, args...);
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
    std::shared_ptr<const Reference> reference_;
};

// Those of the types that come along. Waiting methods take a limit and say
// whether it was enough; without one they wait for ever.

template <typename T>
struct ValueProxy : Proxy {
    T get() const {
        return call_method<T>("get");
    }
    void set(const T& value) const {
        call_method("set", value);
    }
};

// Negative indices count from the end.
template <typename T>
struct ListProxy : Proxy {
    void append(const T& item) const {
        call_method("append", item);
    }
    void extend(const std::vector<T>& items) const {
        call_method("extend", items);
    }
    T operator[](Index index) const {
        return call_method<T>("get", index);
    }
    void set(Index index, const T& item) const {
        call_method("set", index, item);
    }
    void insert(Index index, const T& item) const {
        call_method("insert", index, item);
    }
    T pop(Index index = -1) const {
        return call_method<T>("pop", index);
    }
    void erase(Index index) const {
        pop(index);
    }
    void remove(const T& item) const {
        call_method("remove", item);
    }
    Count index(const T& item) const {
        return call_method<Count>("index", item);
    }
    Count count(const T& item) const {
        return call_method<Count>("count", item);
    }
    bool contains(const T& item) const {
        return count(item) > 0;
    }
    void reverse() const {
        call_method("reverse");
    }
    void sort() const {
        call_method("sort");
    }
    void clear() const {
        call_method("clear");
    }
    Count size() const {
        return call_method<Count>("size");
    }
    std::vector<T> get_value() const {
        return Proxy::get_value<std::vector<T>>();
    }
};

template <typename Key, typename T>
struct DictProxy : Proxy {
    boost::optional<T> get(const Key& key) const {
        return call_method<boost::optional<T>>("get", key);
    }
    T operator[](const Key& key) const {
        return found(get(key));
    }
    void set(const Key& key, const T& item) const {
        call_method("set", key, item);
    }
    T setdefault(const Key& key, const T& item) const {
        return call_method<T>("setdefault", key, item);
    }
    T pop(const Key& key) const {
        return found(call_method<boost::optional<T>>("pop", key));
    }
    void update(const std::map<Key, T>& items) const {
        call_method("update", items);
    }
    bool contains(const Key& key) const {
        return get(key).has_value();
    }
    std::vector<Key> keys() const {
        return call_method<std::vector<Key>>("keys");
    }
    void clear() const {
        call_method("clear");
    }
    Count size() const {
        return call_method<Count>("size");
    }
    std::map<Key, T> get_value() const {
        return Proxy::get_value<std::map<Key, T>>();
    }

private:
    static T found(boost::optional<T> item) {
        if (!item)
            throw std::out_of_range("no such key");
        return *std::move(item);
    }
};

// Attributes of any type: the server keeps each as the bytes it came in.
struct NamespaceProxy : DictProxy<std::string, Bytes> {
    template <typename T>
    void set(const std::string& name, const T& value) const {
        Bytes bytes;
        References none;
        Writer(bytes, none) << as_sent(value);
        DictProxy::set(name, bytes);
    }
    // ProtocolError: the attribute is of another type.
    template <typename T>
    T get(const std::string& name) const {
        const Bytes bytes = (*this)[name];
        References none;
        Reader in(bytes, none);
        return std::get<0>(read_all<std::tuple<T>>(in));
    }
    void erase(const std::string& name) const {
        pop(name);
    }
    std::vector<std::string> names() const {
        return keys();
    }
};

template <typename T>
struct QueueProxy : Proxy {
    bool put(const T& item, Milliseconds limit = forever) const {
        return call_method<bool>("put", item, limit);
    }
    T get() const {
        return *get(forever);
    }
    boost::optional<T> get(Milliseconds limit) const {
        return call_method<boost::optional<T>>("get", limit);
    }
    void task_done() const {
        call_method("task_done");
    }
    void join() const {
        call_method("join");
    }
    Count size() const {
        return call_method<Count>("size");
    }
    bool empty() const {
        return size() == 0;
    }
    bool full() const {
        return call_method<bool>("full");
    }
};

struct EventProxy : Proxy {
    void set() const {
        call_method("set");
    }
    void clear() const {
        call_method("clear");
    }
    bool is_set() const {
        return call_method<bool>("is_set");
    }
    bool wait(Milliseconds limit = forever) const {
        return call_method<bool>("wait", limit);
    }
};

struct SemaphoreProxy : Proxy {
    bool acquire(Milliseconds limit = forever) const {
        return call_method<bool>("acquire", limit);
    }
    void release() const {
        call_method("release");
    }
};

// For std::lock_guard and std::unique_lock, too.
struct LockProxy : SemaphoreProxy {
    void lock() const {
        acquire();
    }
    bool try_lock() const {
        return acquire(Milliseconds::zero());
    }
    void unlock() const {
        release();
    }
};

struct ConditionProxy : LockProxy {
    bool wait(Milliseconds limit = forever) const {
        return call_method<bool>("wait", limit);
    }
    template <typename Predicate>
    void wait_for(Predicate predicate) const {
        while (!predicate())
            wait();
    }
    void notify(Count count = 1) const {
        call_method("notify", count);
    }
    void notify_all() const {
        notify(UINT64_MAX);
    }
};

struct BarrierProxy : Proxy {
    Count wait(Milliseconds limit = forever) const {
        return call_method<Count>("wait", limit);
    }
    void abort() const {
        call_method("abort");
    }
    void reset() const {
        call_method("reset");
    }
    Count parties() const {
        return call_method<Count>("parties");
    }
    Count waiting() const {
        return call_method<Count>("waiting");
    }
    bool broken() const {
        return call_method<bool>("broken");
    }
};

// ---- Clients ----

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
        return proxy<P>(Kind::create, type, args...);
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
        return channel_->address;
    }

    template <typename T>
    ValueProxy<T> value(const T& initial = {}) const {
        return create<ValueProxy<T>>(type_name<Value<T>>(), initial);
    }
    template <typename T>
    ListProxy<T> list(const std::vector<T>& items = {}) const {
        return create<ListProxy<T>>(type_name<std::vector<T>>(), items);
    }
    template <typename Key, typename T>
    DictProxy<Key, T> dict(const std::map<Key, T>& items = {}) const {
        return create<DictProxy<Key, T>>(type_name<std::map<Key, T>>(), items);
    }
    template <typename T>
    QueueProxy<T> queue(Count maxsize = 0) const {
        return create<QueueProxy<T>>(type_name<Queue<T>>(), maxsize);
    }
    NamespaceProxy name_space() const {
        return create<NamespaceProxy>("Namespace",
                                      std::map<std::string, Bytes>());
    }
    EventProxy event() const {
        return create<EventProxy>("Event");
    }
    LockProxy lock() const {
        return create<LockProxy>("Lock", /*recursive=*/false);
    }
    LockProxy recursive_lock() const {
        return create<LockProxy>("Lock", /*recursive=*/true);
    }
    SemaphoreProxy semaphore(Count value) const {
        return create<SemaphoreProxy>("Semaphore", value, Count{UINT64_MAX});
    }
    SemaphoreProxy bounded_semaphore(Count value) const {
        return create<SemaphoreProxy>("Semaphore", value, value);
    }
    ConditionProxy condition() const {
        return create<ConditionProxy>("Condition");
    }
    BarrierProxy barrier(Count parties) const {
        return create<BarrierProxy>("Barrier", parties);
    }

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

// ---- The server process ----

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
        std::cin.get();
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
    ServerProcess(int argc, char* argv[]) {
        // Otherwise servers would start servers without end.
        if (is_server(argc, argv))
            throw std::logic_error("a server's main must call serve()");
        process_key();
        int ends[2];
        checked(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends),
                "socketpair");
        lifeline_ = Descriptor(ends[0]);
        const Descriptor its_end(ends[1]);
        process_ = boost::process::v2::process(
            io_, argv[0], {"--managers-server"},
            boost::process::v2::process_stdio{its_end.get(), {}, {}});
    }
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
        return process_.id();
    }

    // The objects end with the server; calls that wait throw ServerLost.
    void shutdown() {
        lifeline_.close();
        if (std::exchange(running_, false))
            process_.wait();
    }

private:
    asio::io_context io_;
    Descriptor lifeline_;
    boost::process::v2::process process_{io_.get_executor()};
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
