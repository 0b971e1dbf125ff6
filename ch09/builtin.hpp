// ch09/builtin.hpp
// The types that a manager brings along, each with its proxy: value, list,
// dict, namespace, queue, event, lock, semaphore, condition, barrier.
//
// Types whose elements are chosen by the program have to be registered for
// them: types.list<int>(). Waiting methods take a limit in milliseconds and say
// whether it was enough; without one they wait for ever.

#pragma once

#include <algorithm>
#include <boost/optional.hpp>
#include <boost/serialization/map.hpp>
#include <boost/serialization/optional.hpp>
#include <boost/serialization/utility.hpp>
#include <boost/serialization/vector.hpp>
#include <concepts>
#include <cstdint>
#include <deque>
#include <iterator>
#include <list>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>
#include "manager.hpp"

namespace managers {

// ---------------------------------------------------------------------------
// Value and list
// ---------------------------------------------------------------------------

template <typename T>
struct Value {
    explicit Value(T value) : value(std::move(value)) {}
    T value;
};

template <typename T>
Types& Types::value() {
    add<Value<T>, T>()
        .method("get", [](Value<T>& self) { return self.value; })
        .method("set",
                [](Value<T>& self, T value) { self.value = std::move(value); });
    return *this;
}

template <typename T>
struct ValueProxy : Proxy {
    T get() const {
        return call_method<T>("get");
    }
    void set(const T& value) const {
        call_method("set", value);
    }
};

using Index = std::int64_t;

// Counted from the end where it is negative.
template <typename Items>
auto item_at(Items& items, Index index) {
    const auto size = static_cast<Index>(items.size());
    if (index < -size || index >= size)
        throw std::out_of_range("index out of range");
    return items.begin() + (index < 0 ? index + size : index);
}

template <typename T>
Types& Types::list() {
    using List = std::vector<T>;
    auto exposed = add<List, List>();
    exposed.value()
        .method("append", [](List& self, T item) { self.push_back(item); })
        .method("extend",
                [](List& self, List items) {
                    self.insert(self.end(), items.begin(), items.end());
                })
        .method("get",
                [](List& self, Index i) -> T { return *item_at(self, i); })
        .method("set",
                [](List& self, Index i, T item) { *item_at(self, i) = item; })
        .method("insert",
                [](List& self, Index i, T item) {
                    const auto size = static_cast<Index>(self.size());
                    i = std::clamp(i < 0 ? i + size : i, Index{0}, size);
                    self.insert(self.begin() + i, item);
                })
        .method("pop",
                [](List& self, Index i) {
                    const auto place = item_at(self, i);
                    T item = *place;
                    self.erase(place);
                    return item;
                })
        .method("erase",
                [](List& self, Index i) { self.erase(item_at(self, i)); })
        .method("reverse",
                [](List& self) { std::reverse(self.begin(), self.end()); })
        .method("clear", [](List& self) { self.clear(); })
        .method("size",
                [](List& self) -> std::uint64_t { return self.size(); });
    if constexpr (std::equality_comparable<T>)
        exposed
            .method("count",
                    [](List& self, T item) -> std::uint64_t {
                        return std::count(self.begin(), self.end(), item);
                    })
            .method("index",
                    [](List& self, T item) -> std::uint64_t {
                        const auto place =
                            std::find(self.begin(), self.end(), item);
                        if (place == self.end())
                            throw std::invalid_argument("not in the list");
                        return place - self.begin();
                    })
            .method("remove", [](List& self, T item) {
                const auto place = std::find(self.begin(), self.end(), item);
                if (place == self.end())
                    throw std::invalid_argument("not in the list");
                self.erase(place);
            });
    if constexpr (std::totally_ordered<T>)
        exposed.method("sort",
                       [](List& self) { std::sort(self.begin(), self.end()); });
    return *this;
}

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
        call_method("erase", index);
    }
    void remove(const T& item) const {
        call_method("remove", item);
    }
    std::uint64_t index(const T& item) const {
        return call_method<std::uint64_t>("index", item);
    }
    std::uint64_t count(const T& item) const {
        return call_method<std::uint64_t>("count", item);
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
    std::uint64_t size() const {
        return call_method<std::uint64_t>("size");
    }
    std::vector<T> get_value() const {
        return Proxy::get_value<std::vector<T>>();
    }
};

// ---------------------------------------------------------------------------
// Dict and namespace
// ---------------------------------------------------------------------------

template <typename Key, typename T>
Types& Types::dict() {
    using Dict = std::map<Key, T>;
    using Found = boost::optional<T>;
    add<Dict, Dict>()
        .value()
        .method("get",
                [](Dict& self, Key key) {
                    const auto place = self.find(key);
                    return place == self.end() ? Found() : Found(place->second);
                })
        .method("set", [](Dict& self, Key key,
                          T item) { self.insert_or_assign(key, item); })
        .method("setdefault",
                [](Dict& self, Key key, T item) {
                    return self.emplace(key, item).first->second;
                })
        .method("pop",
                [](Dict& self, Key key) {
                    const auto node = self.extract(key);
                    return node ? Found(node.mapped()) : Found();
                })
        .method("update",
                [](Dict& self, Dict items) {
                    items.merge(self);
                    self.swap(items);
                })
        .method("keys",
                [](Dict& self) {
                    std::vector<Key> keys;
                    for (const auto& [key, item] : self)
                        keys.push_back(key);
                    return keys;
                })
        .method("clear", [](Dict& self) { self.clear(); })
        .method("size",
                [](Dict& self) -> std::uint64_t { return self.size(); });
    return *this;
}

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
    std::uint64_t size() const {
        return call_method<std::uint64_t>("size");
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
using Namespace = std::map<std::string, Bytes>;

struct NamespaceProxy : Proxy {
    template <typename T>
    void set(const std::string& name, const T& value) const {
        Bytes bytes;
        References none;
        Writer(bytes, none) << as_sent(value);
        call_method("set", name, bytes);
    }
    // ProtocolError: the attribute is of another type.
    template <typename T>
    T get(const std::string& name) const {
        const Bytes bytes = call_method<Bytes>("get", name);
        References none;
        Reader in(bytes.data(), bytes.data() + bytes.size(), none);
        return std::get<0>(read_all<std::tuple<T>>(in));
    }
    void erase(const std::string& name) const {
        call_method("erase", name);
    }
    std::vector<std::string> names() const {
        return call_method<std::vector<std::string>>("names");
    }
};

// ---------------------------------------------------------------------------
// Queue and event
// ---------------------------------------------------------------------------

template <typename T>
struct Queue {
    explicit Queue(std::uint64_t maxsize) : maxsize(maxsize) {}

    bool put(Call& call, T item, Index limit) {
        auto room = [&] { return maxsize == 0 || items.size() < maxsize; };
        if (!call.wait(room, Milliseconds(limit)))
            return false;
        items.push_back(std::move(item));
        ++unfinished;
        return true;
    }
    boost::optional<T> get(Call& call, Index limit) {
        if (!call.wait([&] { return !items.empty(); }, Milliseconds(limit)))
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

    const std::uint64_t maxsize;
    std::deque<T> items;
    std::uint64_t unfinished = 0;
};

template <typename T>
Types& Types::queue() {
    add<Queue<T>, std::uint64_t>()
        .method("put", &Queue<T>::put)
        .method("get", &Queue<T>::get)
        .method("task_done", &Queue<T>::task_done)
        .method("join", &Queue<T>::join)
        .method(
            "size",
            [](Queue<T>& self) -> std::uint64_t { return self.items.size(); })
        .method("full", [](Queue<T>& self) {
            return self.maxsize > 0 && self.items.size() >= self.maxsize;
        });
    return *this;
}

template <typename T>
struct QueueProxy : Proxy {
    bool put(const T& item, Milliseconds limit = forever) const {
        return call_method<bool>("put", item, Index{limit.count()});
    }
    T get() const {
        return *get(forever);
    }
    boost::optional<T> get(Milliseconds limit) const {
        return call_method<boost::optional<T>>("get", Index{limit.count()});
    }
    void task_done() const {
        call_method("task_done");
    }
    void join() const {
        call_method("join");
    }
    std::uint64_t size() const {
        return call_method<std::uint64_t>("size");
    }
    bool empty() const {
        return size() == 0;
    }
    bool full() const {
        return call_method<bool>("full");
    }
};

struct Event {
    bool is_set = false;

    bool wait(Call& call, Index limit) {
        return call.wait([&] { return is_set; }, Milliseconds(limit));
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
        return call_method<bool>("wait", Index{limit.count()});
    }
};

// ---------------------------------------------------------------------------
// Locks, semaphores, conditions, barriers
// ---------------------------------------------------------------------------

// Belongs to a thread of a client. With the client's session the lock ends:
// what a dead process held is free again.
struct Lock {
    bool acquire(Call& call, Index limit) {
        if (!call.wait([&] { return is_free(); }, Milliseconds(limit)))
            return false;
        take(call, 1);
        return true;
    }
    // As in Python, anybody may release a plain lock.
    void release() {
        if (is_free())
            throw std::logic_error("release of an unlocked lock");
        depth = 0;
    }

    bool is_free() const {
        return depth == 0 || session.expired();
    }
    // Compares without a share in the session, which might be its last.
    bool is_held_by(const Call& call) const {
        return depth > 0 && thread == call.thread &&
               !session.owner_before(call.session) &&
               !call.session.owner_before(session);
    }
    void take(const Call& call, int levels) {
        session = call.session;
        thread = call.thread;
        depth = levels;
    }

    std::weak_ptr<const void> session;
    std::uint64_t thread = 0;
    int depth = 0;
};

struct RecursiveLock : Lock {
    bool acquire(Call& call, Index limit) {
        if (is_held_by(call))
            return ++depth;
        return Lock::acquire(call, limit);
    }
    void release(Call& call) {
        check(call);
        --depth;
    }
    void check(const Call& call) const {
        if (!is_held_by(call))
            throw std::logic_error("the lock is not held by this thread");
    }
};

// For std::lock_guard and std::unique_lock, too.
struct LockProxy : Proxy {
    void lock() const {
        acquire();
    }
    bool try_lock() const {
        return acquire(Milliseconds::zero());
    }
    void unlock() const {
        release();
    }
    bool acquire(Milliseconds limit = forever) const {
        return call_method<bool>("acquire", Index{limit.count()});
    }
    void release() const {
        call_method("release");
    }
};

struct Semaphore {
    explicit Semaphore(std::uint64_t value, std::uint64_t bound = UINT64_MAX)
        : value(value), bound(bound) {}

    bool acquire(Call& call, Index limit) {
        if (!call.wait([&] { return value > 0; }, Milliseconds(limit)))
            return false;
        --value;
        return true;
    }
    void release() {
        if (value >= bound)
            throw std::logic_error("semaphore released too many times");
        ++value;
    }

    std::uint64_t value;
    const std::uint64_t bound;
};

struct BoundedSemaphore : Semaphore {
    explicit BoundedSemaphore(std::uint64_t value) : Semaphore(value, value) {}
};

struct SemaphoreProxy : Proxy {
    bool acquire(Milliseconds limit = forever) const {
        return call_method<bool>("acquire", Index{limit.count()});
    }
    void release() const {
        call_method("release");
    }
};

struct Condition : RecursiveLock {
    bool wait(Call& call, Index limit) {
        check(call);
        const int levels = std::exchange(depth, 0);
        const auto mine = waiting.insert(waiting.end(), false);
        bool notified = false;
        try {
            notified = call.wait([&] { return *mine; }, Milliseconds(limit));
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
    void notify(Call& call, std::uint64_t count) {
        check(call);
        wake(count);
    }
    void wake(std::uint64_t count) {
        for (auto one = waiting.begin(); one != waiting.end() && count > 0;
             ++one)
            if (!std::exchange(*one, true))
                --count;
    }

    // Who waits, in order, and whether it has been notified.
    std::list<bool> waiting;
};

struct ConditionProxy : LockProxy {
    bool wait(Milliseconds limit = forever) const {
        return call_method<bool>("wait", Index{limit.count()});
    }
    template <typename Predicate>
    void wait_for(Predicate predicate) const {
        while (!predicate())
            wait();
    }
    void notify(std::uint64_t count = 1) const {
        call_method("notify", count);
    }
    void notify_all() const {
        notify(UINT64_MAX);
    }
};

struct BrokenBarrier : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct Barrier {
    explicit Barrier(std::uint64_t parties) : parties(parties) {}

    // Those who wait together. A party that gives up, or dies, breaks it.
    struct Round {
        std::uint64_t waiting = 0;
        bool complete = false, broken = false;
    };

    // Returns how many came earlier.
    std::uint64_t wait(Call& call, Index limit) {
        const std::shared_ptr<Round> mine = round;
        const std::uint64_t place = mine->waiting++;
        if (mine->waiting == parties && !mine->broken) {
            mine->complete = true;
            round = std::make_shared<Round>();
        }
        try {
            if (!call.wait([&] { return mine->complete || mine->broken; },
                           Milliseconds(limit)))
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

    const std::uint64_t parties;
    std::shared_ptr<Round> round = std::make_shared<Round>();
};

struct BarrierProxy : Proxy {
    std::uint64_t wait(Milliseconds limit = forever) const {
        return call_method<std::uint64_t>("wait", Index{limit.count()});
    }
    void abort() const {
        call_method("abort");
    }
    void reset() const {
        call_method("reset");
    }
    std::uint64_t parties() const {
        return call_method<std::uint64_t>("parties");
    }
    std::uint64_t waiting() const {
        return call_method<std::uint64_t>("waiting");
    }
    bool broken() const {
        return call_method<bool>("broken");
    }
};

inline Types::Types() {
    add<Namespace>("Namespace")
        .method("set", [](Namespace& self, std::string name,
                          Bytes value) { self[name] = value; })
        .method("get",
                [](Namespace& self, std::string name) { return self.at(name); })
        .method("erase",
                [](Namespace& self, std::string name) {
                    if (self.erase(name) == 0)
                        throw std::out_of_range("no attribute " + name);
                })
        .method("names", [](Namespace& self) {
            std::vector<std::string> names;
            for (const auto& [name, value] : self)
                names.push_back(name);
            return names;
        });
    add<Event>("Event")
        .method("set", [](Event& self) { self.is_set = true; })
        .method("clear", [](Event& self) { self.is_set = false; })
        .method("is_set", [](Event& self) { return self.is_set; })
        .method("wait", &Event::wait);
    add<Lock>("Lock")
        .method("acquire", &Lock::acquire)
        .method("release", &Lock::release);
    add<RecursiveLock>("RLock")
        .method("acquire", &RecursiveLock::acquire)
        .method("release", &RecursiveLock::release);
    add<Semaphore, std::uint64_t>("Semaphore")
        .method("acquire", &Semaphore::acquire)
        .method("release", &Semaphore::release);
    add<BoundedSemaphore, std::uint64_t>("BoundedSemaphore")
        .method("acquire", &Semaphore::acquire)
        .method("release", &Semaphore::release);
    add<Condition>("Condition")
        .method("acquire", &RecursiveLock::acquire)
        .method("release", &RecursiveLock::release)
        .method("wait", &Condition::wait)
        .method("notify", &Condition::notify);
    add<Barrier, std::uint64_t>("Barrier")
        .method("wait", &Barrier::wait)
        .method("abort", &Barrier::abort)
        .method("reset", &Barrier::reset)
        .method("parties", [](Barrier& self) { return self.parties; })
        .method("waiting", [](Barrier& self) { return self.round->waiting; })
        .method("broken", [](Barrier& self) { return self.round->broken; });
}

template <typename T>
ValueProxy<T> Client::value(const T& initial) const {
    return create<ValueProxy<T>>(type_name<Value<T>>(), initial);
}
template <typename T>
ListProxy<T> Client::list(const std::vector<T>& items) const {
    return create<ListProxy<T>>(type_name<std::vector<T>>(), items);
}
template <typename Key, typename T>
DictProxy<Key, T> Client::dict(const std::map<Key, T>& items) const {
    return create<DictProxy<Key, T>>(type_name<std::map<Key, T>>(), items);
}
template <typename T>
QueueProxy<T> Client::queue(std::uint64_t maxsize) const {
    return create<QueueProxy<T>>(type_name<Queue<T>>(), maxsize);
}
inline NamespaceProxy Client::name_space() const {
    return create<NamespaceProxy>("Namespace");
}
inline EventProxy Client::event() const {
    return create<EventProxy>("Event");
}
inline LockProxy Client::lock() const {
    return create<LockProxy>("Lock");
}
inline LockProxy Client::recursive_lock() const {
    return create<LockProxy>("RLock");
}
inline SemaphoreProxy Client::semaphore(std::uint64_t value) const {
    return create<SemaphoreProxy>("Semaphore", value);
}
inline SemaphoreProxy Client::bounded_semaphore(std::uint64_t value) const {
    return create<SemaphoreProxy>("BoundedSemaphore", value);
}
inline ConditionProxy Client::condition() const {
    return create<ConditionProxy>("Condition");
}
inline BarrierProxy Client::barrier(std::uint64_t parties) const {
    return create<BarrierProxy>("Barrier", parties);
}

}  // namespace managers
