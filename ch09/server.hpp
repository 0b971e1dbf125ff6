// ch09/server.hpp
// The server's side of manager.hpp: which types there are, the objects, and the
// calls that clients make.
//
// A thread for each connection reads a message, does what it says and answers.
// Each object is a monitor: its methods need no locks of their own.

#pragma once

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include <algorithm>
#include <atomic>
#include <boost/callable_traits.hpp>
#include <boost/core/demangle.hpp>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <iterator>
#include <limits>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <tuple>
#include <type_traits>
#include <typeinfo>
#include <unordered_map>
#include <utility>
#include <vector>
#include "message.hpp"

namespace managers {

using Milliseconds = std::chrono::milliseconds;
constexpr Milliseconds forever{-1};

template <typename T>
std::string type_name() {
    return boost::core::demangle(typeid(T).name());
}

// ---------------------------------------------------------------------------
// Objects and their types
// ---------------------------------------------------------------------------

struct Type;

// A thread that waits for a condition of an object.
struct Waiter {
    std::function<bool()> holds;
    int wakeup;
    bool woken = false;
};

// Each object is a monitor: one call at a time is in it, but for calls that
// wait. Nobody need notify them: whoever leaves looks whose turn it is.
struct Object {
    Object(const Type& type, std::shared_ptr<void> value)
        : type(type), value(std::move(value)) {}

    const Type& type;
    const std::shared_ptr<void> value;
    std::mutex mutex;
    std::list<Waiter*> waiters;

    // The first only: when it leaves, it looks for the next.
    void wake() {
        for (Waiter* waiter : waiters)
            if (!waiter->woken && waiter->holds()) {
                waiter->woken = true;
                ::eventfd_write(waiter->wakeup, 1);
                return;
            }
    }
};

// A call in the server. A method that takes a Call& as its first parameter
// learns from it who calls, and can wait.
class Call {
public:
    Call(std::shared_ptr<Object> object, Connection& connection,
         std::shared_ptr<const void> session, std::uint64_t thread)
        : session(std::move(session)),
          thread(thread),
          object_(std::move(object)),
          connection_(connection),
          lock_(object_->mutex, std::defer_lock) {}
    ~Call() {
        if (lock_.owns_lock())
            object_->wake();
    }

    void enter() {
        lock_.lock();
    }

    // Lets others in until the condition holds. False: it did not in time.
    // Disconnected: the client has gone while it waited.
    template <typename Condition>
    bool wait(Condition holds, Milliseconds limit) {
        if (holds())
            return true;
        limit = std::clamp(limit, forever, longest);
        const auto deadline = std::chrono::steady_clock::now() + limit;
        Waiter waiter{holds, connection_.wakeup()};
        const auto place =
            object_->waiters.insert(object_->waiters.end(), &waiter);
        // What has been changed before may be what another waits for.
        object_->wake();
        bool connected = true, in_time = true;
        while (connected && in_time && !holds()) {
            waiter.woken = false;
            Milliseconds left = forever;
            if (limit != forever) {
                left = std::chrono::ceil<Milliseconds>(
                    deadline - std::chrono::steady_clock::now());
                in_time = left > Milliseconds::zero();
            }
            if (in_time)
                connected = sleep(left);
        }
        object_->waiters.erase(place);
        if (!connected)
            throw Disconnected("the client has gone");
        return holds();
    }

    const std::shared_ptr<const void> session;
    const std::uint64_t thread;

private:
    // What poll() can wait: 24 days.
    static constexpr Milliseconds longest{std::numeric_limits<int>::max()};

    // Until it is woken, or the time is over, or the client has gone (false).
    bool sleep(Milliseconds limit) {
        lock_.unlock();
        pollfd watched[] = {{connection_.wakeup(), POLLIN, 0},
                            {connection_.get(), POLLRDHUP, 0}};
        const int ready = ::poll(watched, 2, static_cast<int>(limit.count()));
        eventfd_t ignored;
        if (ready > 0 && watched[0].revents)
            ::eventfd_read(watched[0].fd, &ignored);
        lock_.lock();
        return ready <= 0 || !watched[1].revents;
    }

    const std::shared_ptr<Object> object_;
    Connection& connection_;
    std::unique_lock<std::mutex> lock_;
};

struct Type {
    using Method = std::function<void(Call&, void*, Reader&, Writer&)>;
    std::string name;
    bool shared = false;
    std::function<std::shared_ptr<void>(Reader&)> create;
    std::unordered_map<std::string, Method> methods;
};

// A method's parameters: after the object, perhaps the call, then values.
template <typename Parameters>
struct Signature;

template <typename Object, typename... Args>
struct Signature<std::tuple<Object, Args...>> {
    using Values = std::tuple<std::decay_t<Args>...>;
    static constexpr bool takes_call = false;
};

template <typename Object, typename... Args>
struct Signature<std::tuple<Object, Call&, Args...>> {
    using Values = std::tuple<std::decay_t<Args>...>;
    static constexpr bool takes_call = true;
};

// Says which methods of a T may be called, and by what names.
template <typename T>
class Exposed {
public:
    explicit Exposed(Type& type) : type_(type) {}

    // A member function of T, or a function that takes a T& first.
    template <typename Function>
    Exposed& method(const std::string& name, Function function) {
        using Parameters = Signature<boost::callable_traits::args_t<Function>>;
        type_.methods[name] = [function](Call& call, void* object, Reader& in,
                                         Writer& out) {
            auto values = read_all<typename Parameters::Values>(in);
            auto run = [&](auto&... args) -> decltype(auto) {
                T& self = *static_cast<T*>(object);
                if constexpr (Parameters::takes_call)
                    return std::invoke(function, self, call,
                                       std::move(args)...);
                else
                    return std::invoke(function, self, std::move(args)...);
            };
            call.enter();
            if constexpr (std::is_void_v<decltype(std::apply(run, values))>) {
                std::apply(run, values);
            } else {
                const auto& result = std::apply(run, values);
                (out << result);
            }
        };
        return *this;
    }

    // A copy of the object may be asked for with get_value().
    Exposed& value() {
        return method("#value", [](T& object) { return object; });
    }

    // One object for all who create one; the server keeps it.
    Exposed& shared() {
        type_.shared = true;
        return *this;
    }

private:
    Type& type_;
};

// What a server can make. Locks and the like are known to each; lists, dicts,
// values and queues when their elements are said.
class Types {
public:
    Types();

    // A class, made from arguments of these types.
    template <typename T, typename... Args>
    Exposed<T> add(const std::string& name = type_name<T>()) {
        Type& type = types_[name];
        type.name = name;
        type.create = [](Reader& in) {
            auto values = read_all<std::tuple<Args...>>(in);
            auto make = [](auto&... args) {
                return std::make_shared<T>(std::move(args)...);
            };
            return std::apply(make, values);
        };
        return Exposed<T>(type);
    }

    template <typename T>
    Types& value();
    template <typename T>
    Types& list();
    template <typename Key, typename T>
    Types& dict();
    template <typename T>
    Types& queue();

    const Type& at(const std::string& name) const {
        const auto found = types_.find(name);
        if (found == types_.end())
            throw std::invalid_argument("no type " + name);
        return found->second;
    }

private:
    std::map<std::string, Type> types_;
};

// ---------------------------------------------------------------------------
// The server
// ---------------------------------------------------------------------------

// Listens from its construction on; a thread for each connection.
class Server {
public:
    // Without an address: a local socket with a name of its own.
    explicit Server(const Types& types, const std::string& address = "",
                    const std::string& key = process_key())
        : types_(types), key_(key) {
        const Address wanted(address.empty()
                                 ? "managers-" + std::to_string(::getpid()) +
                                       '-' + to_hex(random_block())
                                 : address);
        listener_ = wanted.open();
        checked(::bind(listener_.get(), wanted.get(), wanted.size), address);
        checked(::listen(listener_.get(), SOMAXCONN), address);
        address_ = Address(listener_).text();
    }
    Server(const Server&) = delete;
    ~Server() {
        // The objects may refer to each other: none is there to be found.
        const auto doomed = std::exchange(objects_, {});
    }

    const std::string& address() const {
        return address_;
    }

    // Serves until stop() is called, from whatever thread.
    void run() {
        while (!stopping_) {
            Descriptor socket(
                ::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
            if (socket.get() >= 0)
                start(std::move(socket));
            else if (errno == EMFILE || errno == ENFILE || errno == ENOMEM)
                std::this_thread::sleep_for(Milliseconds(10));
            join_finished();
        }
        std::unique_lock lock(peers_mutex_);
        for (Peer& peer : peers_)
            ::shutdown(peer.connection.get(), SHUT_RDWR);
        finishing_.wait(lock, [&] { return peers_.empty(); });
        lock.unlock();
        join_finished();
    }

    void stop() {
        std::lock_guard lock(peers_mutex_);
        stopping_ = true;
        ::shutdown(listener_.get(), SHUT_RDWR);
    }

private:
    struct Peer {
        Connection connection;
        std::thread thread;
    };

    struct Entry {
        std::shared_ptr<Object> object;
        long references;
    };

    // A reference that an object of this server holds to another.
    struct LocalReference : Reference {
        LocalReference(Server& server, const Token& token)
            : Reference(token), server(server) {}
        ~LocalReference() override {
            server.drop(token.id);
        }
        Server& server;
    };

    // What the connections of one client hold; the last to close drops it all.
    struct Session : References {
        explicit Session(Server& server) : server(server) {}
        ~Session() override {
            for (const auto& [id, count] : held)
                for (int n = 0; n < count; ++n)
                    server.drop(id);
            // The locks it held are free.
            server.wake_all();
        }

        void hold(std::uint64_t id) {
            std::lock_guard lock(mutex);
            ++held[id];
        }
        void release(std::uint64_t id) {
            {
                std::lock_guard lock(mutex);
                const auto found = held.find(id);
                if (found == held.end())
                    throw std::invalid_argument("not yours to release");
                if (--found->second == 0)
                    held.erase(found);
            }
            server.drop(id);
        }

        // With the answer the client gets a reference.
        void leave(const Token& token) override {
            server.add(token.id);
            hold(token.id);
        }
        std::shared_ptr<Reference> arrive(const Token& token) override {
            if (token.address != server.address_)
                throw ProtocolError("a proxy of another server");
            server.add(token.id);
            return std::make_shared<LocalReference>(server, token);
        }

        Server& server;
        std::mutex mutex;
        std::unordered_map<std::uint64_t, int> held;
    };

    void start(Descriptor socket) {
        std::lock_guard lock(peers_mutex_);
        peers_.push_back({Connection(std::move(socket)), {}});
        const auto peer = std::prev(peers_.end());
        try {
            peer->thread = std::thread([this, peer] {
                serve(peer->connection);
                std::lock_guard lock(peers_mutex_);
                peer->connection.close();
                finished_.splice(finished_.end(), peers_, peer);
                finishing_.notify_all();
            });
        } catch (const std::system_error&) {
            // No more threads: this client has to come again.
            peers_.erase(peer);
        }
    }

    void join_finished() {
        std::list<Peer> ended;
        {
            std::lock_guard lock(peers_mutex_);
            ended.swap(finished_);
        }
        for (Peer& peer : ended)
            peer.thread.join();
    }

    // One connection, from the first byte to the last.
    void serve(Connection& connection) try {
        // Who says nothing is not waited for.
        set_patience(connection, 10);
        const Handshake handshake = authenticate_client(connection, key_);
        set_patience(connection, 0);
        // Before the client may go on: this connection holds its session.
        const auto session = session_of(handshake.session);
        connection.write(handshake.answer(key_, "server").data(),
                         sizeof(Block));
        try {
            while (true)
                answer(connection, connection.receive(), session);
        } catch (const ProtocolError& error) {
            References none;
            Writer(connection.begin(), none) << std::string(error.what());
            connection.send(Kind::refused);
        }
    } catch (const std::exception&) {
        // The connection is closed; nobody else need know.
    }

    static void set_patience(Connection& connection, int seconds) {
        const timeval limit{seconds, 0};
        checked(::setsockopt(connection.get(), SOL_SOCKET, SO_RCVTIMEO, &limit,
                             sizeof limit),
                "SO_RCVTIMEO");
    }

    std::shared_ptr<Session> session_of(const Block& id) {
        std::lock_guard lock(objects_mutex_);
        std::erase_if(sessions_,
                      [](const auto& item) { return item.second.expired(); });
        std::shared_ptr<Session> session = sessions_[id].lock();
        if (!session)
            sessions_[id] = session = std::make_shared<Session>(*this);
        return session;
    }

    void answer(Connection& connection, const Message& message,
                const std::shared_ptr<Session>& session) {
        auto fail = [&](const std::string& type, const std::string& text) {
            Writer(connection.begin(), *session) << type << text;
            connection.send(Kind::failure);
        };
        try {
            Reader in(message.begin, message.end, *session);
            Writer out(connection.begin(), *session);
            dispatch(connection, message.kind, session, in, out);
            connection.send(Kind::result);
        } catch (const ProtocolError&) {
            throw;
        } catch (const Disconnected&) {
            throw;
        } catch (const std::exception& error) {
            fail(boost::core::demangle(typeid(error).name()), error.what());
        } catch (...) {
            fail("unknown", "an exception of an unknown type");
        }
    }

    void dispatch(Connection& connection, Kind kind,
                  const std::shared_ptr<Session>& session, Reader& in,
                  Writer& out) {
        using Id = std::tuple<std::uint64_t>;
        switch (kind) {
            case Kind::create: {
                const auto [name] = read<std::tuple<std::string>>(in);
                const auto id = create(types_.at(name), in);
                session->hold(id);
                (out << token_of(id));
                return;
            }
            case Kind::attach: {
                const auto [id] = read_all<Id>(in);
                const Token token = token_of(id);
                session->leave(token);
                (out << token);
                return;
            }
            case Kind::release:
                return session->release(std::get<0>(read_all<Id>(in)));
            case Kind::call: {
                const auto [id, thread, name] =
                    read<std::tuple<std::uint64_t, std::uint64_t, std::string>>(
                        in);
                std::shared_ptr<Object> object = find(id);
                const auto method = object->type.methods.find(name);
                if (method == object->type.methods.end())
                    throw std::invalid_argument("no method " + name);
                void* value = object->value.get();
                Call call(std::move(object), connection, session, thread);
                return method->second(call, value, in, out);
            }
            default:
                throw ProtocolError("message of an unknown kind");
        }
    }

    // Returns the object's id, with one reference for who asked.
    std::uint64_t create(const Type& type, Reader& in) {
        if (type.shared) {
            std::lock_guard lock(objects_mutex_);
            if (const auto found = shared_.find(&type); found != shared_.end())
                return ++objects_.at(found->second).references, found->second;
        }
        // Made without the lock: this is somebody's constructor.
        auto object = std::make_shared<Object>(type, type.create(in));
        std::lock_guard lock(objects_mutex_);
        if (type.shared) {
            const auto [found, first] = shared_.emplace(&type, last_id_ + 1);
            if (!first)
                return ++objects_.at(found->second).references, found->second;
        }
        objects_[++last_id_] = {std::move(object), type.shared ? 2 : 1};
        return last_id_;
    }

    std::shared_ptr<Object> find(std::uint64_t id) {
        std::lock_guard lock(objects_mutex_);
        const auto found = objects_.find(id);
        if (found == objects_.end())
            throw std::out_of_range("no such object");
        return found->second.object;
    }

    Token token_of(std::uint64_t id) {
        return {id, find(id)->type.name, address_};
    }

    void add(std::uint64_t id) {
        std::lock_guard lock(objects_mutex_);
        const auto found = objects_.find(id);
        if (found == objects_.end())
            throw std::out_of_range("no such object");
        ++found->second.references;
    }

    void drop(std::uint64_t id) {
        // Ends without the lock: this is somebody's destructor.
        std::shared_ptr<Object> doomed;
        std::lock_guard lock(objects_mutex_);
        const auto found = objects_.find(id);
        if (found == objects_.end() || --found->second.references > 0)
            return;
        doomed = std::move(found->second.object);
        objects_.erase(found);
    }

    void wake_all() {
        std::vector<std::shared_ptr<Object>> all;
        {
            std::lock_guard lock(objects_mutex_);
            for (const auto& [id, entry] : objects_)
                all.push_back(entry.object);
        }
        for (const auto& object : all) {
            std::lock_guard lock(object->mutex);
            object->wake();
        }
    }

    const Types& types_;
    const std::string key_;
    Descriptor listener_;
    std::string address_;

    std::mutex objects_mutex_;
    std::unordered_map<std::uint64_t, Entry> objects_;
    std::map<const Type*, std::uint64_t> shared_;
    std::map<Block, std::weak_ptr<Session>> sessions_;
    std::uint64_t last_id_ = 0;

    std::atomic<bool> stopping_ = false;
    std::mutex peers_mutex_;
    std::condition_variable finishing_;
    std::list<Peer> peers_, finished_;
};

}  // namespace managers
