// ch09/server.hpp
// The server's side of manager.hpp: objects, the calls that are in them, the
// types of which they are made, and the server that owns them.
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
#include <boost/callable_traits/args.hpp>
#include <boost/core/demangle.hpp>
#include <boost/optional.hpp>
#include <boost/serialization/level.hpp>
#include <boost/serialization/map.hpp>
#include <boost/serialization/optional.hpp>
#include <boost/serialization/utility.hpp>
#include <boost/serialization/vector.hpp>
#include <cerrno>
#include <chrono>
#include <concepts>
#include <condition_variable>
#include <cstdint>
#include <deque>
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

// Travels as a number does.
BOOST_CLASS_IMPLEMENTATION(std::chrono::milliseconds,
                           boost::serialization::primitive_type)

namespace managers {

using Milliseconds = std::chrono::milliseconds;
constexpr Milliseconds forever{-1};

// ---- Objects and calls ----

struct Type;

// A thread that waits for a condition of an object.
struct Waiter {
    std::function<bool()> holds;
    Descriptor wakeup;
};

// One call at a time is in an object, but for calls that wait. Nobody need
// notify them: whoever leaves looks whose turn it is.
struct Object {
    Object(const Token& token, const Type& type, std::shared_ptr<void> value)
        : reference{token, {}}, type(type), value(std::move(value)) {}

    // The first only: when it leaves, it looks for the next.
    void wake() {
        for (Waiter& waiter : waiters)
            if (waiter.holds()) {
                ::eventfd_write(waiter.wakeup.get(), 1);
                return;
            }
    }

    const Reference reference;
    const Type& type;
    std::shared_ptr<void> value;
    std::mutex mutex;
    std::list<Waiter> waiters;
};

// Who calls: a thread of the client that has this session, by this socket.
struct Caller {
    std::shared_ptr<const void> session;
    std::uint64_t thread;
    int socket;
};

// A call that is in its object. A method that takes a Call& as its first
// parameter learns from it who calls, and can wait.
class Call {
public:
    Call(Object& object, const Caller& caller)
        : caller(caller), object_(object), lock_(object.mutex) {}
    ~Call() {
        object_.wake();
    }

    // Lets others in until the condition holds. False: it did not in time.
    // Disconnected: the client has gone while it waited.
    template <typename Condition>
    bool wait(Condition holds, Milliseconds limit) {
        if (holds())
            return true;
        limit = std::clamp(limit, forever, longest);
        const auto deadline = Clock::now() + limit;
        const auto waiter = object_.waiters.insert(
            object_.waiters.end(),
            {holds, Descriptor(checked(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK),
                                       "eventfd"))});
        // What has been changed before may be what another waits for.
        object_.wake();
        bool connected = true;
        for (auto left = limit; connected && left.count() != 0 && !holds();) {
            connected = sleep(waiter->wakeup.get(), left);
            if (limit != forever)
                left = std::max(
                    Milliseconds(0),
                    std::chrono::ceil<Milliseconds>(deadline - Clock::now()));
        }
        object_.waiters.erase(waiter);
        if (!connected)
            throw Disconnected("the client has gone");
        return holds();
    }

    const Caller& caller;

private:
    using Clock = std::chrono::steady_clock;
    // What poll() can wait: 24 days.
    static constexpr Milliseconds longest{std::numeric_limits<int>::max()};

    // Until it is woken, or the time is over, or the client has gone (false).
    bool sleep(int wakeup, Milliseconds limit) {
        lock_.unlock();
        pollfd watched[] = {{wakeup, POLLIN, 0}, {caller.socket, POLLRDHUP, 0}};
        const int ready = ::poll(watched, 2, static_cast<int>(limit.count()));
        eventfd_t ignored;
        ::eventfd_read(wakeup, &ignored);
        lock_.lock();
        return ready <= 0 || !watched[1].revents;
    }

    Object& object_;
    std::unique_lock<std::mutex> lock_;
};

// ---- Types ----

struct Type {
    using Method =
        std::function<void(Object&, const Caller&, Reader&, Writer&)>;
    std::string name;
    bool shared = false;
    std::function<std::shared_ptr<void>(Reader&)> create;
    std::unordered_map<std::string, Method> methods;
};

// A method's parameters: the object, perhaps the call, values.
template <typename Parameters>
struct Signature;

template <typename T, typename... Args>
struct Signature<std::tuple<T, Args...>> {
    using Values = std::tuple<std::decay_t<Args>...>;
    static std::tuple<> call(Call&) {
        return {};
    }
};

template <typename T, typename... Args>
struct Signature<std::tuple<T, Call&, Args...>> {
    using Values = std::tuple<std::decay_t<Args>...>;
    static std::tuple<Call&> call(Call& call) {
        return {call};
    }
};

// Says which methods of a T may be called, and by what names.
template <typename T>
class Exposed {
public:
    explicit Exposed(Type& type) : type_(type) {}

    // A member of T, or a function that takes a T& first.
    template <typename Function>
    Exposed& method(const std::string& name, Function function) {
        using Parameters = Signature<boost::callable_traits::args_t<Function>>;
        type_.methods[name] = [function](Object& object, const Caller& caller,
                                         Reader& in, Writer& out) {
            auto values = read_all<typename Parameters::Values>(in);
            Call call(object, caller);
            T& self = *static_cast<T*>(object.value.get());
            auto all = std::tuple_cat(std::tie(self), Parameters::call(call),
                                      std::move(values));
            auto run = [&]() -> decltype(auto) {
                return std::apply(function, std::move(all));
            };
            if constexpr (std::is_void_v<decltype(run())>) {
                run();
            } else {
                const auto& result = run();
                (out << result);
            }
        };
        return *this;
    }

    // A copy of the object may be asked for with get_value().
    Exposed& value() {
        return method("#value", [](T& object) -> T& { return object; });
    }

    // One object for all who create one; the server keeps it.
    Exposed& shared() {
        type_.shared = true;
        return *this;
    }

private:
    Type& type_;
};

template <typename T>
std::string type_name() {
    return boost::core::demangle(typeid(T).name());
}

// ---- The objects of the types that come along ----

using Count = std::uint64_t;
// Counted from the end where it is negative.
using Index = std::int64_t;

template <typename List>
auto item_at(List& list, Index index) {
    const auto size = static_cast<Index>(list.size());
    if (index < -size || index >= size)
        throw std::out_of_range("index out of range");
    return list.begin() + (index < 0 ? index + size : index);
}

template <typename List, typename T>
auto place_of(List& list, const T& item) {
    const auto place = std::find(list.begin(), list.end(), item);
    if (place == list.end())
        throw std::invalid_argument("not in the list");
    return place;
}

template <typename T>
struct Value {
    explicit Value(T value) : value(std::move(value)) {}
    T value;
};

template <typename T>
struct Queue {
    explicit Queue(Count maxsize) : maxsize(maxsize) {}

    Count size() const {
        return items.size();
    }
    bool full() const {
        return maxsize > 0 && items.size() >= maxsize;
    }
    bool put(Call& call, T item, Milliseconds limit) {
        if (!call.wait([&] { return !full(); }, limit))
            return false;
        items.push_back(std::move(item));
        ++unfinished;
        return true;
    }
    boost::optional<T> get(Call& call, Milliseconds limit) {
        if (!call.wait([&] { return !items.empty(); }, limit))
            return {};
        T item = std::move(items.front());
        items.pop_front();
        return item;
    }
    void task_done() {
        if (unfinished == 0)
            throw std::logic_error("task_done() called too many times");
        --unfinished;
    }
    void join(Call& call) {
        call.wait([&] { return unfinished == 0; }, forever);
    }

    const Count maxsize;
    std::deque<T> items;
    Count unfinished = 0;
};

struct Event {
    bool wait(Call& call, Milliseconds limit) {
        return call.wait([&] { return is_set; }, limit);
    }
    bool is_set = false;
};

// Belongs to a thread of a client. With the client's session the lock ends:
// what a dead process held is free again.
struct Lock {
    explicit Lock(bool recursive) : recursive(recursive) {}

    bool acquire(Call& call, Milliseconds limit) {
        if (recursive && is_held_by(call))
            return ++depth;
        if (!call.wait([&] { return is_free(); }, limit))
            return false;
        take(call, 1);
        return true;
    }
    // As in Python, anybody may release a plain lock.
    void release(Call& call) {
        if (recursive)
            check(call);
        else if (is_free())
            throw std::logic_error("release of an unlocked lock");
        --depth;
    }

    bool is_free() const {
        return depth == 0 || session.expired();
    }
    // Compares without a share in the session, which might be its last.
    bool is_held_by(const Call& call) const {
        return depth > 0 && thread == call.caller.thread &&
               !session.owner_before(call.caller.session) &&
               !call.caller.session.owner_before(session);
    }
    void check(const Call& call) const {
        if (!is_held_by(call))
            throw std::logic_error("the lock is not held by this thread");
    }
    void take(const Call& call, int levels) {
        session = call.caller.session;
        thread = call.caller.thread;
        depth = levels;
    }

    const bool recursive;
    std::weak_ptr<const void> session;
    std::uint64_t thread = 0;
    int depth = 0;
};

struct Semaphore {
    Semaphore(Count value, Count bound) : value(value), bound(bound) {}

    bool acquire(Call& call, Milliseconds limit) {
        if (!call.wait([&] { return value > 0; }, limit))
            return false;
        --value;
        return true;
    }
    void release() {
        if (value >= bound)
            throw std::logic_error("semaphore released too many times");
        ++value;
    }

    Count value;
    const Count bound;
};

struct Condition : Lock {
    Condition() : Lock(/*recursive=*/true) {}

    bool wait(Call& call, Milliseconds limit) {
        check(call);
        const int levels = std::exchange(depth, 0);
        const auto mine = waiting.insert(waiting.end(), false);
        bool notified = false;
        try {
            notified = call.wait([&] { return *mine; }, limit);
        } catch (const Disconnected&) {
            const bool wasted = *mine;
            waiting.erase(mine);
            if (wasted)
                wake(1);
            throw;
        }
        waiting.erase(mine);
        call.wait([&] { return is_free(); }, forever);
        take(call, levels);
        return notified;
    }
    void notify(Call& call, Count count) {
        check(call);
        wake(count);
    }
    void wake(Count count) {
        for (auto one = waiting.begin(); one != waiting.end() && count > 0;
             ++one)
            if (!std::exchange(*one, true))
                --count;
    }

    // Who waits, in order, and whether it has been notified.
    std::list<bool> waiting;
};

struct BrokenBarrier : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct Barrier {
    explicit Barrier(Count parties) : parties(parties) {}

    // Those who wait together. A party that gives up, or dies, breaks it.
    struct Round {
        Count waiting = 0;
        bool complete = false, broken = false;
    };

    // Returns how many came earlier.
    Count wait(Call& call, Milliseconds limit) {
        const std::shared_ptr<Round> mine = round;
        const Count place = mine->waiting++;
        if (mine->waiting == parties && !mine->broken) {
            mine->complete = true;
            round = std::make_shared<Round>();
        }
        try {
            if (!call.wait([&] { return mine->complete || mine->broken; },
                           limit))
                mine->broken = true;
        } catch (const Disconnected&) {
            mine->broken = !mine->complete;
            throw;
        }
        if (mine->complete)
            return place;
        --mine->waiting;
        throw BrokenBarrier("the barrier is broken");
    }
    void abort() {
        round->broken = true;
    }
    void reset() {
        abort();
        round = std::make_shared<Round>();
    }

    const Count parties;
    std::shared_ptr<Round> round = std::make_shared<Round>();
};

// ---- What a server can make ----

// Locks and the like are known to each; lists, dicts, values and queues when
// their elements are said.
class Types {
public:
    Types() {
        dict<std::string, Bytes>("Namespace");
        add<Event>("Event")
            .method("set", [](Event& self) { self.is_set = true; })
            .method("clear", [](Event& self) { self.is_set = false; })
            .method("is_set", &Event::is_set)
            .method("wait", &Event::wait);
        add<Lock, bool>("Lock")
            .method("acquire", &Lock::acquire)
            .method("release", &Lock::release);
        add<Semaphore, Count, Count>("Semaphore")
            .method("acquire", &Semaphore::acquire)
            .method("release", &Semaphore::release);
        add<Condition>("Condition")
            .method("acquire", &Condition::acquire)
            .method("release", &Condition::release)
            .method("wait", &Condition::wait)
            .method("notify", &Condition::notify);
        add<Barrier, Count>("Barrier")
            .method("wait", &Barrier::wait)
            .method("abort", &Barrier::abort)
            .method("reset", &Barrier::reset)
            .method("parties", &Barrier::parties)
            .method("waiting",
                    [](Barrier& self) { return self.round->waiting; })
            .method("broken", [](Barrier& self) { return self.round->broken; });
    }

    // A class, made from arguments of these types.
    template <typename T, typename... Args>
    Exposed<T> add(const std::string& name = type_name<T>()) {
        Type& type = types_[name];
        type.name = name;
        type.create = [](Reader& in) {
            return std::shared_ptr<T>(new T(
                std::make_from_tuple<T>(read_all<std::tuple<Args...>>(in))));
        };
        return Exposed<T>(type);
    }

    template <typename T>
    Types& value() {
        add<Value<T>, T>()
            .method("get", &Value<T>::value)
            .method("set", [](Value<T>& self, T value) { self.value = value; });
        return *this;
    }

    template <typename T>
    Types& list() {
        using List = std::vector<T>;
        auto type = add<List, List>();
        type.value();
        type.method("append", [](List& self, T item) { self.push_back(item); });
        type.method("extend", [](List& self, List items) {
            self.insert(self.end(), items.begin(), items.end());
        });
        type.method("get",
                    [](List& self, Index i) -> T { return *item_at(self, i); });
        type.method("set", [](List& self, Index i, T item) {
            *item_at(self, i) = item;
        });
        type.method("insert", [](List& self, Index i, T item) {
            const auto size = static_cast<Index>(self.size());
            i = std::clamp(i < 0 ? i + size : i, Index{0}, size);
            self.insert(self.begin() + i, item);
        });
        type.method("pop", [](List& self, Index i) {
            const auto place = item_at(self, i);
            const T item = *place;
            self.erase(place);
            return item;
        });
        type.method("reverse",
                    [](List& self) { std::reverse(self.begin(), self.end()); });
        type.method("clear", [](List& self) { self.clear(); });
        type.method("size", [](List& self) -> Count { return self.size(); });
        if constexpr (std::equality_comparable<T>) {
            type.method("count", [](List& self, T item) -> Count {
                return std::count(self.begin(), self.end(), item);
            });
            type.method("index", [](List& self, T item) -> Count {
                return place_of(self, item) - self.begin();
            });
            type.method("remove", [](List& self, T item) {
                self.erase(place_of(self, item));
            });
        }
        if constexpr (std::totally_ordered<T>)
            type.method("sort", [](List& self) {
                std::sort(self.begin(), self.end());
            });
        return *this;
    }

    template <typename Key, typename T>
    Types& dict(const std::string& name = type_name<std::map<Key, T>>()) {
        using Dict = std::map<Key, T>;
        using Found = boost::optional<T>;
        auto type = add<Dict, Dict>(name);
        type.value();
        type.method("get", [](Dict& self, Key key) {
            const auto place = self.find(key);
            return place == self.end() ? Found() : Found(place->second);
        });
        type.method("set", [](Dict& self, Key key, T item) {
            self.insert_or_assign(key, item);
        });
        type.method("setdefault", [](Dict& self, Key key, T item) {
            return self.emplace(key, item).first->second;
        });
        type.method("pop", [](Dict& self, Key key) {
            const auto node = self.extract(key);
            return node ? Found(node.mapped()) : Found();
        });
        type.method("update", [](Dict& self, Dict items) {
            items.merge(self);
            self.swap(items);
        });
        type.method("keys", [](Dict& self) {
            std::vector<Key> keys;
            for (const auto& [key, item] : self)
                keys.push_back(key);
            return keys;
        });
        type.method("clear", [](Dict& self) { self.clear(); });
        type.method("size", [](Dict& self) -> Count { return self.size(); });
        return *this;
    }

    template <typename T>
    Types& queue() {
        add<Queue<T>, Count>()
            .method("put", &Queue<T>::put)
            .method("get", &Queue<T>::get)
            .method("task_done", &Queue<T>::task_done)
            .method("join", &Queue<T>::join)
            .method("size", &Queue<T>::size)
            .method("full", &Queue<T>::full);
        return *this;
    }

    const Type& at(const std::string& name) const {
        const auto found = types_.find(name);
        if (found == types_.end())
            throw std::invalid_argument("no type " + name);
        return found->second;
    }

private:
    std::map<std::string, Type> types_;
};

// ---- The server ----

// Listens from its construction on.
class Server {
public:
    // Without an address: a local socket with a name of its own.
    explicit Server(const Types& types, const std::string& address = "",
                    const std::string& key = process_key())
        : types_(types), key_(key), address_(address) {
        if (address.empty())
            address_ =
                "managers-" + std::to_string(::getpid()) + '-' + random_name();
        Endpoint endpoint = endpoint_of(address_);
        listener_ = socket_for(endpoint);
        // A server started again need not wait until its old port is free.
        const int yes = 1;
        ::setsockopt(listener_.get(), SOL_SOCKET, SO_REUSEADDR, &yes,
                     sizeof yes);
        auto size = static_cast<socklen_t>(endpoint.size());
        checked(::bind(listener_.get(), endpoint.data(), size), address_);
        checked(::listen(listener_.get(), SOMAXCONN), address_);
        // Now the system has chosen a port.
        if (endpoint.protocol().family() != AF_UNIX) {
            asio::ip::tcp::endpoint bound;
            size = static_cast<socklen_t>(bound.capacity());
            checked(::getsockname(listener_.get(), bound.data(), &size),
                    address_);
            bound.resize(size);
            address_ = bound.address().to_string() + ':' +
                       std::to_string(bound.port());
        }
    }
    Server(const Server&) = delete;
    ~Server() {
        // Those that hold each other would never end.
        for (const auto& object : all_objects())
            object->value.reset();
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
    // What the connections of one client hold; the last to close ends it.
    struct Session : References {
        explicit Session(Server& server) : server(server) {}
        ~Session() override {
            held.clear();
            // The locks that the client held are free.
            for (const auto& object : server.all_objects()) {
                std::lock_guard lock(object->mutex);
                object->wake();
            }
        }

        Token hold(const std::shared_ptr<Object>& object) {
            std::lock_guard lock(mutex);
            held.emplace(object->reference.token.id, object);
            return object->reference.token;
        }
        void release(std::uint64_t id) {
            // Ends without the lock: this may be somebody's destructor.
            Held::node_type doomed;
            std::lock_guard lock(mutex);
            const auto found = held.find(id);
            if (found == held.end())
                throw std::invalid_argument("not yours to release");
            doomed = held.extract(found);
        }

        // With the answer the client gets a reference.
        void leave(const Token& token) override {
            hold(server.find(token.id));
        }
        std::shared_ptr<const Reference> arrive(const Token& token) override {
            if (token.address != server.address_)
                throw ProtocolError("a proxy of another server");
            const auto object = server.find(token.id);
            return {object, &object->reference};
        }

        using Held =
            std::unordered_multimap<std::uint64_t, std::shared_ptr<Object>>;
        Server& server;
        std::mutex mutex;
        Held held;
    };

    // ---- Connections ----

    struct Peer {
        Connection connection;
        std::thread thread;
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

    // Joined, not detached: what a thread keeps for itself ends before it does.
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
            Writer(connection.begin(), *session) << std::string(error.what());
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

    // ---- Messages ----

    void answer(Connection& connection, const Message& message,
                const std::shared_ptr<Session>& session) {
        auto fail = [&](const std::string& type, const std::string& text) {
            Writer(connection.begin(), *session) << type << text;
            connection.send(Kind::failure);
        };
        try {
            Reader in(message.body, *session);
            Writer out(connection.begin(), *session);
            dispatch(connection.get(), message.kind, session, in, out);
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

    void dispatch(int socket, Kind kind,
                  const std::shared_ptr<Session>& session, Reader& in,
                  Writer& out) {
        using Id = std::tuple<std::uint64_t>;
        if (kind == Kind::create) {
            const auto [name] = read<std::tuple<std::string>>(in);
            (out << session->hold(create(types_.at(name), in)));
        } else if (kind == Kind::attach) {
            const auto [id] = read_all<Id>(in);
            (out << session->hold(find(id)));
        } else if (kind == Kind::release) {
            const auto [id] = read_all<Id>(in);
            session->release(id);
        } else if (kind == Kind::call) {
            const auto [id, thread, name] =
                read<std::tuple<std::uint64_t, std::uint64_t, std::string>>(in);
            const std::shared_ptr<Object> object = find(id);
            const auto method = object->type.methods.find(name);
            if (method == object->type.methods.end())
                throw std::invalid_argument("no method " + name);
            method->second(*object, {session, thread, socket}, in, out);
        } else {
            throw ProtocolError("message of an unknown kind");
        }
    }

    // ---- Objects: sessions, and other objects, share in them ----

    // One for all who ask, where its type is shared.
    std::shared_ptr<Object> create(const Type& type, Reader& in) {
        if (!type.shared)
            return make(type, in);
        std::lock_guard lock(shared_mutex_);
        std::shared_ptr<Object>& one = shared_[&type];
        if (!one)
            one = make(type, in);
        return one;
    }

    std::shared_ptr<Object> make(const Type& type, Reader& in) {
        const std::uint64_t id = ++last_id_;
        const std::shared_ptr<Object> object(
            new Object({id, type.name, address_}, type, type.create(in)),
            [this](Object* ended) {
                {
                    std::lock_guard lock(objects_mutex_);
                    objects_.erase(ended->reference.token.id);
                }
                delete ended;
            });
        std::lock_guard lock(objects_mutex_);
        objects_[id] = object;
        return object;
    }

    std::shared_ptr<Object> find(std::uint64_t id) {
        std::lock_guard lock(objects_mutex_);
        const auto found = objects_.find(id);
        const auto object =
            found == objects_.end() ? nullptr : found->second.lock();
        if (!object)
            throw std::out_of_range("no such object");
        return object;
    }

    std::vector<std::shared_ptr<Object>> all_objects() {
        std::vector<std::shared_ptr<Object>> all;
        std::lock_guard lock(objects_mutex_);
        for (const auto& [id, object] : objects_)
            if (auto living = object.lock())
                all.push_back(std::move(living));
        return all;
    }

    const Types& types_;
    const std::string key_;
    std::string address_;
    Descriptor listener_;

    std::mutex objects_mutex_;
    std::unordered_map<std::uint64_t, std::weak_ptr<Object>> objects_;
    std::map<Block, std::weak_ptr<Session>> sessions_;
    std::mutex shared_mutex_;
    std::map<const Type*, std::shared_ptr<Object>> shared_;
    std::atomic<std::uint64_t> last_id_ = 0;

    std::atomic<bool> stopping_ = false;
    std::mutex peers_mutex_;
    std::condition_variable finishing_;
    std::list<Peer> peers_, finished_;
};

}  // namespace managers
