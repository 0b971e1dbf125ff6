// ch09/manager_test.cpp
// Unit tests of manager.hpp. This program is its own server, and the clients
// that get killed.

#define DOCTEST_CONFIG_IMPLEMENT
#include "manager.hpp"
#include <doctest/doctest.h>
#include <openssl/crypto.h>
#include <signal.h>
#include <atomic>
#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <boost/serialization/vector.hpp>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <future>
#include <iostream>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace asio = boost::asio;
namespace process = boost::process::v2;
using namespace managers;
using namespace std::chrono_literals;

namespace {

int program_argc;
char** program_argv;

// Knows how many of its kind there are.
struct Probe {
    Probe() {
        ++alive;
    }
    Probe(const Probe&) = delete;
    ~Probe() {
        --alive;
    }
    static inline std::atomic<int> alive = 0;
};

// What a careless class may do to its server.
struct Careless {
    int add(int a, int b) {
        return a + b;
    }
    void fail() {
        throw std::domain_error("as it must");
    }
    void fail_oddly() {
        throw 42;
    }
    void hang() {
        std::this_thread::sleep_for(1h);
    }
    Bytes large(std::uint64_t size) {
        return Bytes(size, ' ');
    }
    bool negate(bool value) {
        return !value;
    }
    std::string echo(std::string text) {
        return text;
    }
    Proxy same(Proxy proxy) {
        return proxy;
    }
};

// Does not let itself be made.
struct Refusing {
    Refusing() {
        throw std::domain_error("never");
    }
};

const Types& types() {
    static const Types all = [] {
        Types types;
        types.value<int>().value<std::string>();
        types.list<int>().list<std::string>().list<Proxy>().list<double>();
        types.list<ListProxy<int>>();
        types.dict<std::string, int>().dict<std::string, Proxy>();
        types.queue<int>();
        types.add<Probe>("Probe").method(
            "alive", [](Probe&) { return Probe::alive.load(); });
        types.add<Probe>("SharedProbe").shared().method("alive", [](Probe&) {
            return Probe::alive.load();
        });
        types.add<Refusing>("Refusing");
        types.add<Careless>("Careless")
            .method("add", &Careless::add)
            .method("fail", &Careless::fail)
            .method("fail_oddly", &Careless::fail_oddly)
            .method("hang", &Careless::hang)
            .method("large", &Careless::large)
            .method("negate", &Careless::negate)
            .method("echo", &Careless::echo)
            .method("same", &Careless::same);
        return types;
    }();
    return all;
}

Manager make_manager() {
    return Manager(program_argc, program_argv);
}

// This program as a client, which says something when it is where it is to be
// killed.
struct Child {
    explicit Child(const std::vector<std::string>& arguments)
        : child(io, program_argv[0], arguments,
                process::process_stdio{{}, output, {}}) {}

    std::string line() {
        const auto size =
            asio::read_until(output, asio::dynamic_buffer(text), '\n');
        std::string first = text.substr(0, size - 1);
        text.erase(0, size);
        return first;
    }
    void kill() {
        ::kill(child.id(), SIGKILL);
        child.wait();
    }

    asio::io_context io;
    asio::readable_pipe output{io};
    process::process child;
    std::string text;
};

template <typename Condition>
bool eventually(Condition holds) {
    const auto deadline = std::chrono::steady_clock::now() + 60s;
    while (!holds())
        if (std::chrono::steady_clock::now() > deadline)
            return false;
        else
            std::this_thread::sleep_for(2ms);
    return true;
}

// A process that nobody has waited for yet has ended all the same.
bool has_ended(const std::string& id) {
    std::ifstream status("/proc/" + id + "/stat");
    std::string number, name, state;
    return !(status >> number >> name >> state) || state == "Z";
}

// ---- The children ----

int hold(const std::string& token) {
    const Client client(token);
    const auto proxy = client.attach(token);
    const auto mine = client.create("Probe");
    std::cout << "holds" << std::endl;
    std::this_thread::sleep_for(1h);
    return 0;
}

int lock_it(const std::string& token) {
    const Client client(token);
    client.attach<LockProxy>(token).acquire();
    std::cout << "holds" << std::endl;
    std::this_thread::sleep_for(1h);
    return 0;
}

int get_it(const std::string& token) {
    const Client client(token);
    const auto queue = client.attach<QueueProxy<int>>(token);
    std::cout << "gets" << std::endl;
    queue.get();
    return 0;
}

int meet(const std::string& token) {
    const Client client(token);
    const auto barrier = client.attach<BarrierProxy>(token);
    std::cout << "waits" << std::endl;
    barrier.wait();
    return 0;
}

int await(const std::string& token) {
    const Client client(token);
    const auto condition = client.attach<ConditionProxy>(token);
    condition.acquire();
    std::cout << "waits" << std::endl;
    condition.wait();
    return 0;
}

int parent() {
    const auto manager = make_manager();
    std::cout << manager.id() << '\n' << manager.address() << std::endl;
    const auto queue = manager.queue<int>();
    queue.get();
    return 0;
}

// A mixture of calls, ending with one message more in the queue.
void calls(const Client& client, const std::vector<std::string>& tokens,
           int count) {
    const auto numbers = client.attach<ListProxy<int>>(tokens.at(0));
    const auto stock = client.attach<DictProxy<std::string, int>>(tokens.at(1));
    const auto queue = client.attach<QueueProxy<int>>(tokens.at(2));
    auto lock = client.attach<LockProxy>(tokens.at(3));
    const auto total = client.attach<ValueProxy<int>>(tokens.at(4));
    for (int n = 0; n < count; n += 10) {
        numbers.append(n);
        stock.set(std::to_string(n), n);
        queue.put(n);
        queue.get();
        {
            const std::lock_guard held(lock);
            total.set(total.get() + 1);
        }
        const auto mine = client.list<int>({n});
        mine.append(n);
    }
}

int caller(const std::vector<std::string>& tokens) {
    const Client client(tokens.at(0));
    std::vector<std::thread> threads;
    for (int n = 0; n < 3; ++n)
        threads.emplace_back([&] { calls(client, tokens, 100); });
    for (std::thread& thread : threads)
        thread.join();
    return 0;
}

int run_child(const std::string& role, const std::vector<std::string>& args) {
    if (role == "hold")
        return hold(args.at(0));
    if (role == "lock")
        return lock_it(args.at(0));
    if (role == "get")
        return get_it(args.at(0));
    if (role == "meet")
        return meet(args.at(0));
    if (role == "await")
        return await(args.at(0));
    if (role == "parent")
        return parent();
    return caller(args);
}

// ---- Raw connections ----

Connection connect(const Client& client) {
    Connection connection = Connection::to(client.address());
    authenticate_server(connection, process_key(), random_block());
    return connection;
}

void send_raw(Connection& connection, std::uint32_t length,
              std::uint32_t sequence, std::uint8_t kind,
              const std::string& body = "") {
    const Header header{length, sequence, Kind{kind}, {}};
    std::string bytes(reinterpret_cast<const char*>(&header), sizeof header);
    bytes += body;
    connection.write(bytes.data(), bytes.size());
}

// Until the server has closed it. Says whether a refusal came before that.
bool is_closed(Connection& connection) {
    bool refused = false;
    try {
        while (true)
            refused = connection.receive().kind == Kind::refused;
    } catch (const Disconnected&) {
        return refused;
    }
}

}  // namespace

TEST_CASE("value") {
    const auto manager = make_manager();
    const auto number = manager.value(3);
    CHECK(number.get() == 3);
    number.set(4);
    CHECK(number.get() == 4);
    const auto text = manager.value<std::string>("one");
    text.set("two");
    CHECK(text.get() == "two");
}

TEST_CASE("list") {
    const auto manager = make_manager();
    const auto list = manager.list<int>({3, 1, 2});
    list.append(5);
    list.extend({7, 7});
    CHECK(list.get_value() == std::vector{3, 1, 2, 5, 7, 7});
    CHECK(list.size() == 6);
    CHECK(list[0] == 3);
    CHECK(list[-1] == 7);
    list.set(-1, 8);
    list.insert(1, 9);
    list.insert(-100, 0);
    list.insert(100, 10);
    CHECK(list.get_value() == std::vector{0, 3, 9, 1, 2, 5, 7, 8, 10});
    CHECK(list.pop() == 10);
    CHECK(list.pop(0) == 0);
    list.erase(1);
    list.remove(5);
    CHECK(list.index(7) == 3);
    CHECK(list.count(7) == 1);
    CHECK(list.contains(8));
    CHECK_FALSE(list.contains(99));
    list.sort();
    CHECK(list.get_value() == std::vector{1, 2, 3, 7, 8});
    list.reverse();
    CHECK(list.get_value() == std::vector{8, 7, 3, 2, 1});
    CHECK_THROWS_AS(list[5], RemoteError);
    CHECK_THROWS_AS(list[-6], RemoteError);
    CHECK_THROWS_AS(list.remove(99), RemoteError);
    CHECK_THROWS_AS(list.index(99), RemoteError);
    list.clear();
    CHECK_THROWS_AS(list.pop(), RemoteError);
    CHECK(list.get_value().empty());
}

TEST_CASE("dict") {
    const auto manager = make_manager();
    const auto dict = manager.dict<std::string, int>({{"a", 1}});
    dict.set("b", 2);
    dict.set("a", 3);
    CHECK(dict["a"] == 3);
    CHECK((dict.get("b") == 2));
    CHECK_FALSE(dict.get("c").has_value());
    CHECK_THROWS_AS(dict["c"], std::out_of_range);
    CHECK(dict.setdefault("b", 9) == 2);
    CHECK(dict.setdefault("c", 9) == 9);
    dict.update({{"c", 4}, {"d", 5}});
    CHECK(dict.keys() == std::vector<std::string>{"a", "b", "c", "d"});
    CHECK(dict.pop("d") == 5);
    CHECK_THROWS_AS(dict.pop("d"), std::out_of_range);
    CHECK(dict.contains("c"));
    CHECK(dict.size() == 3);
    CHECK(dict.get_value() ==
          std::map<std::string, int>{{"a", 3}, {"b", 2}, {"c", 4}});
    dict.clear();
    CHECK(dict.size() == 0);
}

TEST_CASE("namespace") {
    const auto manager = make_manager();
    const auto names = manager.name_space();
    names.set("one", 1);
    names.set("two", "zwei");
    names.set("three", std::vector<double>{3, 3, 3});
    CHECK(names.get<int>("one") == 1);
    CHECK(names.get<std::string>("two") == "zwei");
    CHECK(names.get<std::vector<double>>("three").size() == 3);
    CHECK(names.names() == std::vector<std::string>{"one", "three", "two"});
    CHECK_THROWS_AS(names.get<std::string>("one"), ProtocolError);
    names.erase("one");
    CHECK_THROWS_AS(names.get<int>("one"), std::out_of_range);
    CHECK_THROWS_AS(names.erase("one"), std::out_of_range);
    CHECK_THROWS_AS(names.set("proxy", Proxy(names)), std::invalid_argument);
}

TEST_CASE("queue") {
    const auto manager = make_manager();
    const auto queue = manager.queue<int>(2);
    CHECK(queue.empty());
    CHECK(queue.put(1));
    CHECK(queue.put(2, 0ms));
    CHECK(queue.full());
    CHECK_FALSE(queue.put(3, 0ms));
    CHECK_FALSE(queue.put(3, 10ms));
    CHECK(queue.size() == 2);
    auto third = std::async(std::launch::async, [&] { queue.put(3); });
    CHECK(queue.get() == 1);
    third.get();
    CHECK((queue.get(0ms) == 2));
    CHECK((queue.get(1h) == 3));
    CHECK_FALSE(queue.get(0ms).has_value());
    CHECK_FALSE(queue.get(10ms).has_value());
    // A limit that no clock can hold.
    auto late = std::async(std::launch::async,
                           [&] { return queue.get(Milliseconds::max()); });
    queue.put(4);
    CHECK((late.get() == 4));
    auto joined = std::async(std::launch::async, [&] { queue.join(); });
    for (int n = 0; n < 4; ++n)
        queue.task_done();
    joined.get();
    CHECK_THROWS_AS(queue.task_done(), RemoteError);
}

TEST_CASE("event") {
    const auto manager = make_manager();
    const auto event = manager.event();
    CHECK_FALSE(event.is_set());
    CHECK_FALSE(event.wait(0ms));
    CHECK_FALSE(event.wait(5ms));
    std::vector<std::future<bool>> waiting;
    for (int n = 0; n < 4; ++n)
        waiting.push_back(
            std::async(std::launch::async, [&] { return event.wait(); }));
    event.set();
    for (auto& one : waiting)
        CHECK(one.get());
    CHECK(event.is_set());
    event.clear();
    CHECK_FALSE(event.is_set());
}

TEST_CASE("locks") {
    const auto manager = make_manager();
    SUBCASE("plain") {
        auto lock = manager.lock();
        CHECK_THROWS_AS(lock.release(), RemoteError);
        lock.lock();
        CHECK_FALSE(lock.try_lock());
        CHECK_FALSE(lock.acquire(5ms));
        auto other = std::async(std::launch::async, [&] {
            lock.lock();
            lock.unlock();
        });
        // Another thread may release it.
        std::async(std::launch::async, [&] { lock.release(); }).get();
        other.get();
        CHECK(lock.try_lock());
    }
    SUBCASE("recursive") {
        auto lock = manager.recursive_lock();
        lock.lock();
        CHECK(lock.try_lock());
        auto elsewhere = [&](auto call) {
            return std::async(std::launch::async, call).get();
        };
        CHECK_FALSE(elsewhere([&] { return lock.try_lock(); }));
        CHECK_THROWS_AS(elsewhere([&] { lock.unlock(); }), RemoteError);
        lock.unlock();
        CHECK_FALSE(elsewhere([&] { return lock.try_lock(); }));
        lock.unlock();
        CHECK(elsewhere([&] { return lock.try_lock(); }));
    }
}

TEST_CASE("semaphores") {
    const auto manager = make_manager();
    const auto plain = manager.semaphore(1);
    CHECK(plain.acquire());
    CHECK_FALSE(plain.acquire(0ms));
    auto waiting = std::async(std::launch::async, [&] { plain.acquire(); });
    plain.release();
    waiting.get();
    plain.release();
    plain.release();
    const auto bounded = manager.bounded_semaphore(1);
    CHECK_THROWS_AS(bounded.release(), RemoteError);
    CHECK(bounded.acquire());
    bounded.release();
}

TEST_CASE("condition") {
    const auto manager = make_manager();
    auto condition = manager.condition();
    CHECK_THROWS_AS(condition.wait(), RemoteError);
    CHECK_THROWS_AS(condition.notify(), RemoteError);
    const auto turn = manager.value(0);
    {
        const std::lock_guard held(condition);
        CHECK_FALSE(condition.wait(5ms));
    }
    std::vector<std::future<void>> players;
    for (int n = 0; n < 3; ++n)
        players.push_back(std::async(std::launch::async, [&, n] {
            auto mine = condition;
            const std::lock_guard held(mine);
            mine.wait_for([&] { return turn.get() == n; });
            turn.set(n + 1);
            mine.notify_all();
        }));
    for (auto& player : players)
        player.get();
    CHECK(turn.get() == 3);
}

TEST_CASE("condition: a recursive hold is given up whole, and taken back") {
    const auto manager = make_manager();
    auto condition = manager.condition();
    condition.lock();
    condition.lock();
    auto other = std::async(std::launch::async, [&] {
        auto mine = condition;
        const std::lock_guard held(mine);
        mine.notify();
    });
    CHECK(condition.wait());
    other.get();
    condition.unlock();
    condition.unlock();
    CHECK_THROWS_AS(condition.unlock(), RemoteError);
}

TEST_CASE("barrier") {
    const auto manager = make_manager();
    const auto barrier = manager.barrier(3);
    CHECK(barrier.parties() == 3);
    auto wait = [&] {
        return std::async(std::launch::async, [&] { return barrier.wait(); });
    };
    for (int round = 0; round < 2; ++round) {
        auto a = wait(), b = wait(), c = wait();
        CHECK(a.get() + b.get() + c.get() == 3);
        CHECK(barrier.waiting() == 0);
    }
    auto broken = [&](auto& future) {
        try {
            future.get();
            return false;
        } catch (const RemoteError& error) {
            return error.type == "managers::BrokenBarrier";
        }
    };
    auto first = wait();
    CHECK(eventually([&] { return barrier.waiting() == 1; }));
    barrier.reset();
    CHECK(broken(first));
    CHECK_FALSE(barrier.broken());
    auto second = wait();
    CHECK(eventually([&] { return barrier.waiting() == 1; }));
    CHECK_THROWS_AS(barrier.wait(5ms), RemoteError);
    CHECK(broken(second));
    CHECK(barrier.broken());
    CHECK_THROWS_AS(barrier.wait(), RemoteError);
    barrier.reset();
    barrier.abort();
    CHECK(barrier.broken());
}

TEST_CASE("own types: arguments, results, exceptions") {
    const auto manager = make_manager();
    const auto object = manager.create("Careless");
    CHECK(object.type() == "Careless");
    CHECK(object.call_method<int>("add", 2, 3) == 5);
    CHECK(object.call_method<bool>("negate", false));
    CHECK(object.call_method<std::string>("echo", "text") == "text");
    try {
        object.call_method("fail");
        FAIL("no exception");
    } catch (const RemoteError& error) {
        CHECK(error.type == "std::domain_error");
        CHECK(error.what() == std::string("as it must"));
    }
    CHECK_THROWS_AS(object.call_method("fail_oddly"), RemoteError);
    CHECK_THROWS_AS(object.call_method("hidden"), RemoteError);
    CHECK_THROWS_AS(manager.create("Nothing"), RemoteError);
    CHECK_THROWS_AS(manager.create("Refusing"), RemoteError);
    CHECK_THROWS_AS(manager.create("Careless", 1), ProtocolError);
    CHECK_THROWS_AS(manager.value(1.5), RemoteError);
    CHECK_THROWS_AS(Proxy().call_method("add"), std::logic_error);
    // Arguments that are not the method's end a connection, not the session.
    CHECK_THROWS_AS(object.call_method<int>("add", 2), ProtocolError);
    CHECK_THROWS_AS(object.call_method<int>("add", 2, 3, 4), ProtocolError);
    CHECK_THROWS_AS(object.call_method<bool>("negate", char{2}), ProtocolError);
    CHECK_THROWS_AS(object.call_method<int>("add", 2, std::string("three")),
                    ProtocolError);
    CHECK_THROWS_AS(object.call_method<std::string>("add", 2, 3),
                    ProtocolError);
    CHECK(object.call_method<int>("add", 2, 3) == 5);
}

TEST_CASE("own types: shared ones are one") {
    const auto manager = make_manager();
    const auto one = manager.create("SharedProbe");
    auto other = std::optional(Client(manager.address()).create("SharedProbe"));
    CHECK(one.call_method<int>("alive") == 1);
    CHECK(other->token() == one.token());
    other.reset();
    CHECK(one.call_method<int>("alive") == 1);
}

TEST_CASE("messages have a limit in both directions") {
    const auto manager = make_manager();
    const auto object = manager.create("Careless");
    CHECK(object.call_method<Bytes>("large", std::uint64_t{1 << 22}).size() ==
          1 << 22);
    CHECK_THROWS_AS(
        object.call_method<Bytes>("large", std::uint64_t{longest_message}),
        RemoteError);
    CHECK_THROWS_AS(object.call_method<std::string>(
                        "echo", std::string(longest_message, 'x')),
                    std::length_error);
    const std::string text(1 << 20, 'x');
    CHECK(object.call_method<std::string>("echo", text) == text);
    CHECK(object.call_method<int>("add", 2, 3) == 5);
}

TEST_CASE("nested proxies and lifetimes") {
    const auto manager = make_manager();
    const auto probe = manager.create("Probe");
    auto alive = [&] { return probe.call_method<int>("alive") - 1; };
    {
        const auto one = manager.create("Probe");
        const Proxy copy = one;
        CHECK(alive() == 1);
    }
    CHECK(alive() == 0);

    const auto list = manager.list<Proxy>();
    list.append(manager.create("Probe"));
    CHECK(alive() == 1);
    {
        const Proxy out = list[0];
        list.clear();
        CHECK(out.call_method<int>("alive") == 2);
    }
    CHECK(alive() == 0);

    const auto dict = manager.dict<std::string, Proxy>();
    dict.set("one", manager.create("Probe"));
    dict.set("two", manager.create("Careless")
                        .call_method<Proxy>("same", manager.create("Probe")));
    CHECK(alive() == 2);
    dict.set("one", dict["two"]);
    CHECK(alive() == 1);
    dict.clear();
    CHECK(alive() == 0);

    const auto rows = manager.list<ListProxy<int>>();
    rows.append(manager.list<int>({1}));
    rows[0].append(2);
    CHECK(rows[0].get_value() == std::vector{1, 2});
    // A list that holds itself does not hang the server's end.
    list.append(list);
}

TEST_CASE("tokens") {
    const auto manager = make_manager(), other = make_manager();
    std::string token;
    {
        const auto list = manager.list<int>({1});
        token = list.token();
        const Client client(token);
        CHECK(client.attach<ListProxy<int>>(token)[0] == 1);
        CHECK_THROWS_AS(other.attach(token), std::invalid_argument);
        CHECK_THROWS_AS(other.list<Proxy>().append(list),
                        std::invalid_argument);
    }
    CHECK_THROWS_AS(manager.attach(token), RemoteError);
    CHECK_THROWS_AS(manager.attach("nothing"), std::invalid_argument);
}

TEST_CASE("a client's last connection ends what it held") {
    const auto manager = make_manager();
    const auto probe = manager.create("Probe");
    const auto list = manager.list<Proxy>();
    const Client client(manager.address());
    auto object = std::make_optional(client.create("Probe"));
    std::vector<std::future<void>> calls;
    for (int n = 0; n < 4; ++n)
        calls.push_back(std::async(std::launch::async, [&] {
            for (int call = 0; call < 20; ++call)
                object->call_method<int>("alive");
        }));
    for (auto& one : calls)
        one.get();
    CHECK(probe.call_method<int>("alive") == 2);
    object.reset();
    CHECK(probe.call_method<int>("alive") == 1);
}

TEST_CASE("blocking calls hold up nobody") {
    const auto manager = make_manager();
    const auto queue = manager.queue<int>();
    auto lock = manager.lock();
    lock.lock();
    std::vector<std::future<void>> blocked;
    for (int n = 0; n < 5; ++n) {
        blocked.push_back(std::async(std::launch::async, [&] { queue.get(); }));
        blocked.push_back(std::async(std::launch::async, [&] {
            auto mine = lock;
            mine.lock();
            mine.unlock();
        }));
    }
    for (int n = 0; n < 100; ++n)
        CHECK(queue.size() == 0);
    lock.unlock();
    for (int n = 0; n < 5; ++n)
        queue.put(n);
    for (auto& one : blocked)
        one.get();
}

TEST_CASE("a killed client: its references") {
    const auto manager = make_manager();
    auto probe = std::make_optional(manager.create("Probe"));
    const auto watcher = manager.create("Probe");
    auto alive = [&] { return watcher.call_method<int>("alive"); };
    Child child({"hold", probe->token()});
    CHECK(child.line() == "holds");
    probe.reset();
    CHECK(alive() == 3);
    child.kill();
    CHECK(eventually([&] { return alive() == 1; }));
}

TEST_CASE("a killed client: its locks are free") {
    const auto manager = make_manager();
    for (auto lock : {manager.lock(), manager.recursive_lock()}) {
        Child child({"lock", lock.token()});
        CHECK(child.line() == "holds");
        CHECK_FALSE(lock.try_lock());
        auto waiting =
            std::async(std::launch::async, [&] { return lock.acquire(1h); });
        child.kill();
        CHECK(waiting.get());
    }
}

TEST_CASE("a killed client: what it waited for goes to others") {
    const auto manager = make_manager();
    const auto queue = manager.queue<int>();
    for (int n = 0; n < 5; ++n) {
        Child child({"get", queue.token()});
        CHECK(child.line() == "gets");
        std::this_thread::sleep_for(5ms);
        child.kill();
        // Its thread in the server is gone when its call is.
        std::this_thread::sleep_for(20ms);
    }
    queue.put(1);
    CHECK((queue.get(60s) == 1));
}

TEST_CASE("a killed client: the barrier breaks, the condition goes on") {
    const auto manager = make_manager();
    const auto barrier = manager.barrier(2);
    Child child({"meet", barrier.token()});
    CHECK(child.line() == "waits");
    CHECK(eventually([&] { return barrier.waiting() == 1; }));
    child.kill();
    CHECK(eventually([&] { return barrier.broken(); }));
    CHECK_THROWS_AS(barrier.wait(), RemoteError);

    auto condition = manager.condition();
    Child waiter({"await", condition.token()});
    CHECK(waiter.line() == "waits");
    // The lock is free as soon as it waits.
    condition.lock();
    waiter.kill();
    condition.unlock();
    auto other = std::async(std::launch::async, [&] {
        auto mine = condition;
        const std::lock_guard held(mine);
        return mine.wait(50ms);
    });
    CHECK_FALSE(other.get());
}

TEST_CASE("a killed server is an error in every client") {
    const auto manager = make_manager();
    const auto queue = manager.queue<int>();
    auto lock = manager.lock();
    lock.lock();
    const auto event = manager.event();
    const Client client(manager.address());
    const auto mine = client.create("Careless");
    std::vector<std::future<void>> blocked;
    blocked.push_back(std::async(std::launch::async, [&] { queue.get(); }));
    blocked.push_back(std::async(std::launch::async, [&] { event.wait(1h); }));
    blocked.push_back(std::async(std::launch::async, [&] {
        auto other = lock;
        other.lock();
    }));
    blocked.push_back(
        std::async(std::launch::async, [&] { mine.call_method("hang"); }));
    Child child({"get", queue.token()});
    CHECK(child.line() == "gets");
    ::kill(manager.id(), SIGKILL);
    for (auto& one : blocked)
        CHECK_THROWS_AS(one.get(), ServerLost);
    CHECK_THROWS_AS(queue.put(1), ServerLost);
    CHECK_THROWS_AS(mine.call_method("fail"), ServerLost);
    CHECK_THROWS_AS(manager.event(), ServerLost);
    CHECK_THROWS_AS(Client{manager.address()}, ServerLost);
    CHECK(child.child.wait() != 0);
}

TEST_CASE("shutdown ends calls that wait, and methods that hang") {
    auto manager = make_manager();
    const auto queue = manager.queue<int>();
    const auto object = manager.create("Careless");
    auto waiting = std::async(std::launch::async, [&] { queue.get(); });
    SUBCASE("that wait") {}
    SUBCASE("that hang") {
        auto hanging = std::async(std::launch::async, [&] {
            CHECK_THROWS_AS(object.call_method("hang"), ServerLost);
        });
        std::this_thread::sleep_for(20ms);
        manager.shutdown();
    }
    manager.shutdown();
    CHECK_THROWS_AS(waiting.get(), ServerLost);
}

TEST_CASE("a killed parent leaves no server") {
    process_key();  // before the child is started, so that it has the same
    Child child({"parent"});
    const std::string id = child.line(), address = child.line();
    const Client client(address);
    const auto event = client.event();
    auto waiting = std::async(std::launch::async, [&] { event.wait(); });
    child.kill();
    CHECK_THROWS_AS(waiting.get(), ServerLost);
    CHECK(eventually([&] { return has_ended(id); }));
    CHECK_THROWS_AS(Client{address}, ServerLost);
}

TEST_CASE("a manager within the server is refused") {
    char flag[] = "--managers-server";
    char* arguments[] = {program_argv[0], flag};
    CHECK_THROWS_AS(Manager(2, arguments), std::logic_error);
}

TEST_CASE("keys") {
    Server server(types(), "127.0.0.1:0", "open sesame");
    std::thread serving([&] { server.run(); });
    const std::string address = server.address();
    CHECK_THROWS_AS(Client(address, "open barley"), AuthenticationError);
    CHECK_THROWS_AS(Client(address, ""), AuthenticationError);
    Client(address, "open sesame").event().set();

    // Heard once, said again: it answers another challenge.
    Connection heard = Connection::to(address);
    Handshake handshake{heard.take<Block>(), random_block(), random_block()};
    std::array<Block, 3> reply{handshake.from_client, handshake.session,
                               handshake.answer("open sesame", "client")};
    heard.write(reply.data(), sizeof reply);
    CHECK(
        equal(heard.take<Block>(), handshake.answer("open sesame", "server")));
    Connection replay = Connection::to(address);
    CHECK_FALSE(equal(replay.take<Block>(), handshake.from_server));
    replay.write(reply.data(), sizeof reply);
    CHECK(replay.take<Block>() == refusal);
    CHECK_THROWS_AS(replay.take(1), Disconnected);

    // A message instead of an answer.
    Connection early = Connection::to(address);
    early.take<Block>();
    send_raw(early, 0, 0, 1, std::string(3 * sizeof(Block) - 12, 'x'));
    CHECK(early.take<Block>() == refusal);
    CHECK_THROWS_AS(early.take(1), Disconnected);

    // Half an answer holds up nobody.
    Connection silent = Connection::to(address);
    silent.write(reply.data(), 10);
    Client(address, "open sesame").event().set();
    server.stop();
    serving.join();
}

TEST_CASE("a client tells an impostor") {
    const std::string address = "impostor-" + std::to_string(::getpid());
    const Endpoint endpoint = endpoint_of(address);
    const Descriptor owner = socket_for(endpoint);
    const int listener = owner.get();
    REQUIRE(::bind(listener, endpoint.data(),
                   static_cast<socklen_t>(endpoint.size())) == 0);
    REQUIRE(::listen(listener, 1) == 0);
    std::thread impostor([&] {
        Connection connection(
            Descriptor(::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC)));
        const Block challenge = random_block();
        connection.write(challenge.data(), sizeof(Block));
        connection.take(3 * sizeof(Block));
        connection.write(challenge.data(), sizeof(Block));
        CHECK_THROWS_AS(connection.take(1), Disconnected);
    });
    CHECK_THROWS_AS(Client(address, "key"), AuthenticationError);
    impostor.join();
}

TEST_CASE("bad messages close their connection alone") {
    const auto manager = make_manager();
    const auto list = manager.list<int>({1});
    Connection good = connect(manager);
    const auto create = static_cast<std::uint8_t>(Kind::create);
    const auto call = static_cast<std::uint8_t>(Kind::call);

    Connection oversized = connect(manager);
    send_raw(oversized, 0xffffffff, 0, call);
    CHECK(is_closed(oversized));

    Connection out_of_sequence = connect(manager);
    send_raw(out_of_sequence, 0, 1, call);
    CHECK(is_closed(out_of_sequence));

    Connection repeated = connect(manager);
    References none;
    {
        Writer(repeated.begin(), none) << std::string("Event");
        repeated.send(Kind::create);
        CHECK(repeated.receive().kind == Kind::result);
        send_raw(repeated, 0, 0, create);
        CHECK(is_closed(repeated));
    }
    for (int kind : {0, 5, 6, 7, 8, 255}) {
        Connection unknown = connect(manager);
        send_raw(unknown, 0, 0, static_cast<std::uint8_t>(kind));
        CHECK(is_closed(unknown));
    }
    Connection empty = connect(manager);
    send_raw(empty, 0, 0, call);
    CHECK(is_closed(empty));

    Connection garbage = connect(manager);
    send_raw(garbage, 64, 0, create, std::string(64, '\xff'));
    CHECK(is_closed(garbage));

    // Cut short: the header, the body.
    Connection(connect(manager)).write("123", 3);
    {
        Connection half = connect(manager);
        send_raw(half, 100, 0, call, "only this");
    }
    {
        // Shut for writing, still open for reading.
        Connection half = connect(manager);
        send_raw(half, 100, 0, call, "only this");
        ::shutdown(half.get(), SHUT_WR);
        CHECK_FALSE(is_closed(half));
    }
    // A release of what is another's.
    Connection thief = connect(manager);
    Writer(thief.begin(), none) << std::uint64_t(std::stoull(list.token()));
    thief.send(Kind::release);
    CHECK(thief.receive().kind == Kind::failure);

    Writer(good.begin(), none) << std::string("Event");
    good.send(Kind::create);
    CHECK(good.receive().kind == Kind::result);
    CHECK(list[0] == 1);
}

TEST_CASE("two messages in one write, one message in many") {
    const auto manager = make_manager();
    References none;
    Connection connection = connect(manager);
    Bytes body;
    Writer(body, none) << std::string("Event");
    std::string bytes;
    for (std::uint32_t sequence = 0; sequence < 3; ++sequence) {
        const Header header{static_cast<std::uint32_t>(body.size()),
                            sequence,
                            Kind::create,
                            {}};
        bytes.append(reinterpret_cast<const char*>(&header), sizeof header);
        bytes.append(body.begin(), body.end());
    }
    const std::size_t two = bytes.size() / 3 * 2;
    connection.write(bytes.data(), two);
    for (std::size_t n = two; n < bytes.size(); ++n)
        connection.write(&bytes[n], 1);
    for (int n = 0; n < 3; ++n)
        CHECK(connection.receive().kind == Kind::result);
}

TEST_CASE("lengths in archives are not believed") {
    const auto manager = make_manager();
    const auto list = manager.list<std::string>();
    Connection connection = connect(manager);
    References none;
    Bytes& body = connection.begin();
    {
        Writer out(body, none);
        const std::uint64_t id = std::stoull(list.token()), thread = 1;
        const std::string method = "append";
        const std::uint64_t lie = std::uint64_t{1} << 60;
        (out << id << thread << method << lie);
    }
    connection.send(Kind::call);
    CHECK(connection.receive().kind == Kind::refused);
    CHECK(list.size() == 0);
}

TEST_CASE("many connections come and go") {
    const auto manager = make_manager();
    const auto list = manager.list<int>();
    for (int n = 0; n < 50; ++n)
        Client(manager.address())
            .attach<ListProxy<int>>(list.token())
            .append(n);
    CHECK(list.size() == 50);
}

TEST_CASE("stress") {
    std::optional<Server> server;
    std::optional<Manager> manager;
    std::optional<Client> client;
    std::thread serving;
    SUBCASE("local") {
        manager.emplace(program_argc, program_argv);
        client.emplace(manager->address());
    }
    SUBCASE("TCP") {
        server.emplace(types(), "127.0.0.1:0");
        serving = std::thread([&] { server->run(); });
        client.emplace(server->address());
    }
    {
        const auto numbers = client->list<int>();
        const auto stock = client->dict<std::string, int>();
        const auto queue = client->queue<int>();
        const auto lock = client->lock();
        const auto total = client->value(0);
        const std::vector<std::string> tokens{numbers.token(), stock.token(),
                                              queue.token(), lock.token(),
                                              total.token()};
        // One that is killed in the middle of it.
        Child doomed({"get", manager ? client->queue<int>().token() : "x"});
        std::vector<std::string> arguments{"call"};
        arguments.insert(arguments.end(), tokens.begin(), tokens.end());
        std::list<Child> children;
        for (int n = 0; n < 3; ++n)
            children.emplace_back(arguments);
        std::thread here([&] { calls(*client, tokens, 100); });
        doomed.kill();
        here.join();
        for (Child& child : children)
            CHECK(child.child.wait() == 0);
        // Three processes with three threads, and one thread here.
        CHECK(total.get() == 100);
        CHECK(numbers.size() == 100);
        CHECK(stock.size() == 10);
        CHECK(queue.empty());
    }
    client.reset();
    if (serving.joinable()) {
        server->stop();
        serving.join();
    }
}

int main(int argc, char* argv[]) {
    program_argc = argc;
    program_argv = argv;
    if (is_server(argc, argv))
        return serve(types());
    if (argc > 1 && argv[1][0] != '-')
        try {
            return run_child(argv[1], {argv + 2, argv + argc});
        } catch (const std::exception&) {
            return 1;
        }
    doctest::Context context(argc, argv);
    return context.run();
}
