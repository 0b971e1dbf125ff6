// ch08/process_pool_test.cpp
// What process_pool.hpp promises, failures included: workers, and a parent, are
// really killed.

#define DOCTEST_CONFIG_IMPLEMENT
#include "process_pool.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <atomic>
#include <boost/serialization/string.hpp>
#include <boost/serialization/vector.hpp>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <list>
#include <map>
#include <memory>
#include <new>
#include <numeric>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

// What a function returns, until it returns nothing: a range that is read once
// and does not know its size. clang 14 can't compile libstdc++'s views.
struct Produced {
    struct Iterator {
        using value_type = int;
        using difference_type = std::ptrdiff_t;
        int operator*() const {
            return *value;
        }
        Iterator& operator++() {
            value = (*next)();
            return *this;
        }
        void operator++(int) {
            ++*this;
        }
        bool operator==(std::default_sentinel_t) const {
            return !value;
        }
        const std::function<std::optional<int>()>* next;
        std::optional<int> value;
    };
    Iterator begin() const {
        return {&next, next()};
    }
    std::default_sentinel_t end() const {
        return {};
    }
    std::function<std::optional<int>()> next;
};

std::vector<int> up_to(int end) {
    std::vector<int> numbers(static_cast<std::size_t>(end));
    std::iota(numbers.begin(), numbers.end(), 0);
    return numbers;
}

// ------------------------------------------------------------------ the tasks

int square(int number) {
    return number * number;
}

std::string join_words(const std::string& left, const std::string& right) {
    return left + right;
}

void nothing(int) {}

int no_arguments() noexcept {
    return 42;
}

bool is_even(int number) {
    return number % 2 == 0;
}

std::vector<std::string> repeat(std::string word, std::size_t count) {
    return std::vector<std::string>(count, std::move(word));
}

int set_and_return(int& number) {
    return ++number;
}

std::size_t length(const std::string& text) {
    return text.size();
}

pid_t own_pid(int) {
    return getpid();
}

int throw_at_three(int number) {
    if (number == 3)
        throw std::out_of_range("no three");
    return number;
}

struct NotAnException {};

int throw_something(int what) {
    switch (what) {
        case 0:
            throw NotAnException();
        case 1:
            throw 42;
        case 2:
            throw std::bad_alloc();
        default:
            throw std::string("text");
    }
}

int end_by_signal(int number) {
    raise(number);
    return number;
}

int end_by_exit(int code) {
    std::_Exit(code);
}

int throw_through_noexcept(int) noexcept {
    std::abort();
}

// Saves well, but does not load again.
struct OneWay {
    int number = 0;
    template <typename Archive>
    void serialize(Archive&, unsigned) {
        if (Archive::is_loading::value)
            throw std::invalid_argument("does not load");
    }
};

struct Unsavable {
    int number = 0;
    template <typename Archive>
    void serialize(Archive&, unsigned) {
        if (Archive::is_saving::value)
            throw std::invalid_argument("does not save");
    }
};

int take_one_way(const OneWay& value) {
    return value.number;
}

int take_unsavable(const Unsavable& value) {
    return value.number;
}

Unsavable give_unsavable(int) {
    return {};
}

// Creates a file, and waits until another is there.
int meet(const std::string& mine, const std::string& other) {
    std::ofstream(mine).flush();
    while (!fs::exists(other))
        std::this_thread::sleep_for(1ms);
    return 1;
}

int touch(const std::string& file) {
    std::ofstream(file).flush();
    return 1;
}

int wait_for_ever(const std::string& file) {
    std::ofstream(file).flush();
    for (;;)
        std::this_thread::sleep_for(1h);
}

int spin_for_ever(const std::string& file) {
    std::ofstream(file).flush();
    for (std::atomic<int> count = 0;; ++count) {}
}

// Leaves a process behind that keeps the worker's socket open.
int fork_and_die(int) {
    if (fork() == 0) {
        std::this_thread::sleep_for(5s);
        _exit(0);
    }
    std::_Exit(7);
}

std::string greeting;

void greet_with(const std::string& text) {
    greeting = text;
}

std::string greet(const std::string& name) {
    return greeting + name;
}

void fail_to_start() {
    throw std::runtime_error("no start");
}

void die_at_start() {
    std::_Exit(9);
}

int pool_in_a_pool(int number) {
    process_pool inner(1);
    return inner.apply<square>(number);
}

// ------------------------------------------------------------------- helpers

// A folder that goes with the test.
class Folder {
public:
    Folder() {
        std::string pattern = fs::temp_directory_path() / "pool-XXXXXX";
        path_ = mkdtemp(pattern.data());
    }
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    std::string file(const std::string& name) const {
        return path_ / name;
    }

private:
    fs::path path_;
};

bool eventually(const std::function<bool()>& holds) {
    for (int tries = 0; tries < 3000; ++tries) {
        if (holds())
            return true;
        std::this_thread::sleep_for(10ms);
    }
    return false;
}

bool alive(pid_t pid) {
    std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
    std::string text((std::istreambuf_iterator<char>(stat)), {});
    const auto state = text.rfind(") ");
    return state != std::string::npos && text[state + 2] != 'Z' &&
           text[state + 2] != 'X';
}

std::string text_of(const std::function<void()>& failing) {
    try {
        failing();
    } catch (const std::exception& error) {
        return error.what();
    }
    return "nothing thrown";
}

}  // namespace

// --------------------------------------------------------------- calls, results

TEST_CASE("apply calls functions of all kinds") {
    process_pool pool(2);
    CHECK(pool.apply<square>(7) == 49);
    CHECK(pool.apply<join_words>("left ", "right") == "left right");
    CHECK(pool.apply<no_arguments>() == 42);
    CHECK(pool.apply<repeat>("word", 3u).size() == 3);
    CHECK(pool.apply<set_and_return>(4) == 5);
    pool.apply<nothing>(1);
}

TEST_CASE("apply_async returns a result") {
    process_pool pool(2);
    auto later = pool.apply_async<square>(7);
    CHECK(later.get() == 49);
    CHECK(later.get() == 49);
    CHECK(later.ready());
    CHECK(later.successful());
    CHECK(later.wait_for(0s));
    CHECK(later.get_for(0s) == 49);
    pool.apply_async<nothing>(1).get();
}

TEST_CASE("a result that is not there") {
    Folder folder;
    process_pool pool(1);
    auto later = pool.apply_async<meet>(folder.file("a"), folder.file("b"));
    CHECK_FALSE(later.ready());
    CHECK_THROWS_AS(later.successful(), std::logic_error);
    CHECK_FALSE(later.wait_for(1ms));
    CHECK_THROWS_AS(later.get_for(1ms), process_pool::timeout_error);
    touch(folder.file("b"));
    later.wait();
    CHECK(later.successful());
    CHECK(later.get_for(0s) == 1);
}

TEST_CASE("callbacks come before the result") {
    process_pool pool(2);
    std::atomic<int> seen = 0;
    auto later = pool.apply_async<square>({3}, [&](int got) { seen = got; });
    later.wait();
    CHECK(seen == 9);

    std::string failure;
    auto failed = pool.apply_async<throw_at_three>(
        {3}, [&](int) { seen = -1; },
        [&](const std::exception& error) { failure = error.what(); });
    failed.wait();
    CHECK_FALSE(failed.successful());
    CHECK(failure == "std::out_of_range: no three");
    CHECK(seen == 9);

    bool called = false;
    pool.apply_async<nothing>({3}, [&] { called = true; }).wait();
    CHECK(called);

    std::vector<int> all;
    pool.map_async<square>(std::vector{1, 2, 3}, 1,
                           [&](const std::vector<int>& got) { all = got; })
        .wait();
    CHECK(all == std::vector{1, 4, 9});
}

TEST_CASE("callbacks are never called by the thread that submits") {
    process_pool pool(2);
    const auto self = std::this_thread::get_id();
    std::atomic<int> here = 0;
    for (int i = 0; i < 1000; ++i) {
        const auto count = [&](auto&&...) {
            here += std::this_thread::get_id() == self;
        };
        pool.apply_async<square>({i % 10}, count).wait();
        pool.map_async<square>(std::vector{1, 2}, 1, count).wait();
    }
    CHECK(here == 0);
}

TEST_CASE("a callback may submit, but not wait") {
    process_pool pool(1);
    std::atomic<bool> refused = false;
    process_pool::result<int> next = pool.apply_async<square>(1);
    auto later = pool.apply_async<square>({2}, [&](int got) {
        next = pool.apply_async<square>(got);
        try {
            pool.apply<square>(1);
        } catch (const std::logic_error&) {
            refused = true;
        }
    });
    later.wait();
    CHECK(next.get() == 16);
    CHECK(refused);
}

TEST_CASE("map keeps the order, whatever the chunks") {
    process_pool pool(3);
    std::vector<int> numbers(100), expected(100);
    std::iota(numbers.begin(), numbers.end(), 0);
    std::ranges::transform(numbers, expected.begin(), square);
    for (std::size_t chunk : {0, 1, 7, 100, 1000})
        CHECK(pool.map<square>(numbers, chunk) == expected);
    CHECK(pool.map<square>(std::vector<int>()).empty());
    CHECK(pool.map<square>(std::list{1, 2}) == std::vector{1, 4});
    CHECK(pool.map<is_even>(numbers, 3)[98]);
    pool.map<nothing>(numbers);
    CHECK(pool.map_async<square>(numbers, 9).get() == expected);

    // Ranges that are read once and do not know their size.
    std::istringstream words("1 2 3");
    const Produced read{[&words]() -> std::optional<int> {
        int number = 0;
        return words >> number ? std::optional(number) : std::nullopt;
    }};
    CHECK(pool.map<square>(read) == std::vector{1, 4, 9});
    const Produced fifty{[next = 0]() mutable {
        return next < 50 ? std::optional(next++) : std::nullopt;
    }};
    CHECK(pool.map<square>(fifty, 4).size() == 50);
}

TEST_CASE("starmap spreads tuples") {
    process_pool pool(2);
    const std::vector<std::pair<std::string, std::string>> words{{"a", "b"},
                                                                 {"c", "d"}};
    const std::vector<std::string> joined{"ab", "cd"};
    CHECK(pool.starmap<join_words>(words) == joined);
    CHECK(pool.starmap_async<join_words>(words, 1).get() == joined);
    CHECK(pool.starmap<square>(std::vector<std::tuple<int>>{{2}, {3}}) ==
          std::vector{4, 9});
}

TEST_CASE("imap yields in order, imap_unordered as results come") {
    process_pool pool(2);
    for (std::size_t chunk : {1, 3, 50}) {
        std::vector<int> squares;
        for (int got : pool.imap<square>(up_to(10), chunk))
            squares.push_back(got);
        CHECK(squares == std::vector{0, 1, 4, 9, 16, 25, 36, 49, 64, 81});
        std::multiset<int> some;
        for (int got : pool.imap_unordered<square>(std::vector{3, 1, 2}, chunk))
            some.insert(got);
        CHECK(some == std::multiset{1, 4, 9});
    }

    // The first waits for the second's file; unordered, the second is first.
    Folder folder;
    const std::vector<std::string> files{folder.file("a"), folder.file("b")};
    auto waiting = pool.apply_async<meet>(files[0], files[1]);
    auto stream = pool.imap_unordered<touch>(std::vector{files[1]});
    CHECK(stream.next() == 1);
    CHECK(waiting.get() == 1);
    CHECK_FALSE(stream.next());
}

TEST_CASE("a stream times out, and goes on") {
    Folder folder;
    process_pool pool(1);
    auto gate = pool.apply_async<meet>(folder.file("a"), folder.file("b"));
    auto stream = pool.imap<square>(std::vector{1, 2});
    CHECK_THROWS_AS(stream.next_for(1ms), process_pool::timeout_error);
    touch(folder.file("b"));
    CHECK(stream.next() == 1);
    CHECK(stream.next_for(10s) == 4);
    CHECK_FALSE(stream.next_for(0s));
}

// ------------------------------------------------------------- what tasks throw

TEST_CASE("an exception arrives with type and text") {
    process_pool pool(2);
    try {
        pool.apply<throw_at_three>(3);
        FAIL("no exception");
    } catch (const process_pool::task_error& error) {
        CHECK(error.type() == "std::out_of_range");
        CHECK(error.text() == "no three");
    }
    const auto thrown = [&](int what) {
        return text_of([&] { pool.apply<throw_something>(what); });
    };
    CHECK(thrown(0).find("NotAnException") != std::string::npos);
    CHECK(thrown(1) == "int");
    CHECK(thrown(2) == "std::bad_alloc: std::bad_alloc");
    CHECK(thrown(3).find("basic_string") != std::string::npos);
    CHECK(pool.apply<square>(2) == 4);
}

TEST_CASE("map throws the error when all chunks are done") {
    process_pool pool(2);
    const std::vector numbers{1, 2, 3, 4};
    CHECK_THROWS_AS(pool.map<throw_at_three>(numbers, 1),
                    process_pool::task_error);
    auto later = pool.map_async<throw_at_three>(numbers, 2);
    for (int times = 0; times < 2; ++times)
        CHECK_THROWS_AS(later.get(), process_pool::task_error);
}

TEST_CASE("imap throws in a result's place and goes on") {
    process_pool pool(2);
    auto stream = pool.imap<throw_at_three>(std::vector{2, 3, 4});
    CHECK(stream.next() == 2);
    CHECK_THROWS_AS(stream.next(), process_pool::task_error);
    CHECK(stream.next() == 4);
    CHECK_FALSE(stream.next());
}

TEST_CASE("what does not serialize is an error, and no more") {
    process_pool pool(1);
    CHECK_THROWS_AS(pool.apply<take_unsavable>(Unsavable()),
                    std::invalid_argument);
    CHECK(text_of([&] { pool.apply<take_one_way>(OneWay()); }) ==
          "std::invalid_argument: does not load");
    CHECK(text_of([&] { pool.apply<give_unsavable>(1); }) ==
          "std::invalid_argument: does not save");
    CHECK(pool.apply<square>(3) == 9);
}

// -------------------------------------------------------------- workers that die

TEST_CASE("a worker that dies says how, and is replaced") {
    process_pool pool(2);
    const auto how = [&](auto call) { return text_of([&] { call(); }); };
    CHECK(how([&] { pool.apply<end_by_signal>(SIGKILL); }) ==
          "the worker was ended by SIGKILL");
    CHECK(how([&] { pool.apply<end_by_exit>(3); }) ==
          "the worker exited with code 3");
    CHECK(how([&] { pool.apply<end_by_exit>(0); }) ==
          "the worker exited with code 0");
    CHECK(how([&] { pool.apply<throw_through_noexcept>(1); }) ==
          "the worker was ended by SIGABRT");
    CHECK(how([&] { pool.apply_async<end_by_exit>(4).get(); }) ==
          "the worker exited with code 4");
    CHECK_THROWS_AS(pool.map<end_by_exit>(std::vector{1, 2, 3}, 1),
                    process_pool::worker_died);
    CHECK(pool.apply<square>(2) == 4);
    CHECK(eventually([&] { return pool.pids().size() == 2; }));
}

TEST_CASE("a worker that dies fails the task it ran, not those behind it") {
    Folder folder;
    process_pool pool(1);
    auto held = pool.apply_async<wait_for_ever>(folder.file("begun"));
    std::vector<process_pool::result<int>> behind;
    for (int number = 0; number < 100; ++number)
        behind.push_back(pool.apply_async<square>(number));
    REQUIRE(eventually([&] { return fs::exists(folder.file("begun")); }));
    kill(pool.pids().front(), SIGKILL);
    CHECK_THROWS_AS(held.get(), process_pool::worker_died);
    for (int number = 0; number < 100; ++number)
        CHECK(behind[static_cast<std::size_t>(number)].get() ==
              number * number);
}

TEST_CASE("idle workers that are killed are replaced") {
    process_pool pool(2);
    for (int round = 0; round < 5; ++round) {
        pool.map<square>(std::vector{1, 2, 3, 4}, 1);
        const auto before = pool.pids();
        for (pid_t pid : before)
            kill(pid, SIGKILL);
        CHECK(pool.apply<square>(5) == 25);
        CHECK(eventually([&] {
            const auto now = pool.pids();
            return now.size() == 2 &&
                   std::ranges::find_first_of(now, before) == now.end();
        }));
    }
}

TEST_CASE("a dead worker whose child keeps the socket open is noticed") {
    process_pool pool(1);
    CHECK_THROWS_AS(pool.apply<fork_and_die>(1), process_pool::worker_died);
    CHECK_THROWS_AS(pool.apply_async<fork_and_die>(1).get(),
                    process_pool::worker_died);
    CHECK(pool.apply<square>(2) == 4);
}

TEST_CASE("a task waits only while all workers are busy") {
    Folder folder;
    process_pool pool(2);
    pool.map<square>(std::vector{1, 2, 3, 4}, 1);
    // Many short tasks around one that waits for the last of them.
    std::vector<process_pool::result<int>> all;
    for (int round = 0; round < 20; ++round) {
        const std::string name = std::to_string(round);
        all.push_back(pool.apply_async<meet>(folder.file("a" + name),
                                             folder.file("b" + name)));
        for (int number = 0; number < 30; ++number)
            all.push_back(pool.apply_async<square>(number));
        all.push_back(pool.apply_async<touch>(folder.file("b" + name)));
        for (const auto& one : all)
            one.get();
        all.clear();
    }
}

// ------------------------------------------------------------------ the options

TEST_CASE("an initializer runs in each worker, and in replacements") {
    process_pool pool(
        {.processes = 2,
         .initializer = process_pool::call<greet_with>("hello ")});
    CHECK(pool.apply<greet>("you") == "hello you");
    for (pid_t pid : pool.pids())
        kill(pid, SIGKILL);
    for (const std::string& text :
         pool.map<greet>(std::vector<std::string>(20, "all"), 1))
        CHECK(text == "hello all");
}

TEST_CASE("an initializer that fails ends the pool, and nothing hangs") {
    process_pool throwing(
        {.processes = 2, .initializer = process_pool::call<fail_to_start>()});
    CHECK(text_of([&] { throwing.apply<square>(1); }) ==
          "std::runtime_error: no start");
    process_pool dying(
        {.processes = 2, .initializer = process_pool::call<die_at_start>()});
    CHECK(text_of([&] {
              dying.map<square>(std::vector{1, 2, 3});
          }) == "no worker starts: the worker exited with code 9");
    CHECK_THROWS_AS(dying.apply<square>(1), process_pool::worker_died);
}

TEST_CASE("a worker does so many tasks, then another takes its place") {
    process_pool pool({.processes = 1, .tasks_per_child = 3});
    std::map<pid_t, int> tasks;
    for (pid_t pid : pool.map<own_pid>(up_to(9), 1))
        ++tasks[pid];
    CHECK(tasks.size() == 3);
    for (int number = 0; number < 4; ++number)
        ++tasks[pool.apply<own_pid>(number)];
    CHECK(tasks.size() == 5);
    // A chunk is one task.
    process_pool chunks({.processes = 1, .tasks_per_child = 1});
    const auto pids = chunks.map<own_pid>(up_to(6), 2);
    CHECK(pids[0] == pids[1]);
    CHECK(std::set(pids.begin(), pids.end()).size() == 3);
}

TEST_CASE("tasks per child and thieves") {
    process_pool pool({.processes = 2, .tasks_per_child = 2});
    CHECK(pool.map<square>(up_to(40), 1)[39] == 39 * 39);
    CHECK(pool.map<square>(up_to(40), 1)[39] == 39 * 39);
}

TEST_CASE("no processes, and a worker that does not know it is one") {
    CHECK_THROWS_AS(process_pool(0), std::invalid_argument);
    setenv("PROCESS_POOL_WORKER", "", 1);
    CHECK_THROWS_AS(process_pool(1), std::logic_error);
    unsetenv("PROCESS_POOL_WORKER");
}

// ------------------------------------------------------------- backpressure

TEST_CASE("who submits waits while too many tasks wait") {
    Folder folder;
    process_pool pool({.processes = 1, .max_waiting = 10});
    auto gate = pool.apply_async<meet>(folder.file("a"), folder.file("b"));
    std::atomic<int> submitted = 0;
    std::thread submitter([&] {
        std::vector<process_pool::result<int>> all;
        for (int number = 0; number < 200; ++number) {
            all.push_back(pool.apply_async<square>(number));
            ++submitted;
        }
        for (const auto& one : all)
            one.get();
    });
    REQUIRE(eventually([&] { return submitted >= 10; }));
    std::this_thread::sleep_for(50ms);
    // At most ten wait, and sixteen have been sent ahead.
    CHECK(submitted <= 26);
    touch(folder.file("b"));
    submitter.join();
    CHECK(submitted == 200);
}

TEST_CASE("imap reads an endless range a bounded number ahead") {
    process_pool pool(2);
    int taken = 0;
    const Produced numbers{[&] { return std::optional(taken++); }};
    auto stream = pool.imap<square>(numbers);
    for (int number = 0; number < 100; ++number) {
        CHECK(stream.next() == number * number);
        CHECK(taken <= number + 1 + 2 * 16);
    }
}

TEST_CASE("many tasks keep within bounded memory") {
    process_pool pool(2);
    const auto resident = [] {
        std::ifstream statm("/proc/self/statm");
        long size = 0, pages = 0;
        statm >> size >> pages;
        return pages * sysconf(_SC_PAGESIZE);
    };
    pool.map<square>(up_to(1000), 1);
    const long before = resident();
    long long sum = 0;
    const Produced million{[next = 0]() mutable {
        return next < 1'000'000 ? std::optional(next++ % 10) : std::nullopt;
    }};
    for (int got : pool.imap<square>(million, 50))
        sum += got;
    CHECK(sum == 28'500'000);
    MESSAGE("grew by " << (resident() - before) / 1024 << " KiB");
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    CHECK(resident() - before < 8 << 20);
#endif
}

TEST_CASE("messages larger than any buffer pass both ways") {
    process_pool pool(2);
    const std::string text(2'000'000, 'x');
    CHECK(pool.apply<length>(text) == text.size());
    CHECK(pool.apply<join_words>(text, text).size() == 2 * text.size());
    const auto both = pool.starmap<join_words>(
        std::vector<std::pair<std::string, std::string>>(6, {text, text}), 1);
    for (const std::string& one : both)
        CHECK(one.size() == 2 * text.size());
}

// ---------------------------------------------------------------- the pool's end

TEST_CASE("close, then join: all tasks are done") {
    process_pool pool(2);
    CHECK_THROWS_AS(pool.join(), std::logic_error);
    std::vector<process_pool::result<int>> all;
    for (int number = 0; number < 100; ++number)
        all.push_back(pool.apply_async<square>(number));
    pool.close();
    pool.close();
    CHECK_THROWS_AS(pool.apply<square>(1), process_pool::not_running);
    CHECK_THROWS_AS(pool.map<square>(std::vector{1}),
                    process_pool::not_running);
    pool.join();
    pool.join();
    for (const auto& one : all)
        CHECK(one.ready());
    CHECK(pool.pids().empty());
}

TEST_CASE("a pool that closes while workers die still ends") {
    process_pool pool(2);
    std::vector<process_pool::result<int>> all;
    for (int number = 0; number < 20; ++number) {
        all.push_back(pool.apply_async<end_by_exit>(1));
        all.push_back(pool.apply_async<square>(number));
    }
    pool.close();
    pool.join();
    for (int number = 0; number < 20; ++number) {
        const auto at = static_cast<std::size_t>(2 * number);
        CHECK_THROWS_AS(all[at].get(), process_pool::worker_died);
        CHECK(all[at + 1].get() == number * number);
    }
}

TEST_CASE("terminate ends busy workers and fails their tasks") {
    Folder folder;
    process_pool pool(2);
    auto sleeping = pool.apply_async<wait_for_ever>(folder.file("a"));
    auto spinning = pool.apply_async<spin_for_ever>(folder.file("b"));
    auto waiting = pool.apply_async<square>(1);
    REQUIRE(eventually([&] {
        return fs::exists(folder.file("a")) && fs::exists(folder.file("b"));
    }));
    const auto workers = pool.pids();
    pool.terminate();
    for (pid_t pid : workers)
        CHECK_FALSE(alive(pid));
    for (const auto& one : {sleeping, spinning, waiting})
        CHECK_THROWS_AS(one.get(), process_pool::not_running);
    CHECK_THROWS_AS(pool.apply<square>(1), process_pool::not_running);
    pool.terminate();
    pool.join();
}

TEST_CASE("terminate wakes who waits, in apply and in submitting") {
    Folder folder;
    process_pool pool({.processes = 1, .max_waiting = 1});
    pool.apply<square>(1);
    std::vector<std::thread> waiting;
    std::atomic<int> failed = 0;
    for (int number = 0; number < 4; ++number)
        waiting.emplace_back([&, number] {
            try {
                pool.apply<wait_for_ever>(folder.file(std::to_string(number)));
            } catch (const process_pool::not_running&) {
                ++failed;
            }
        });
    REQUIRE(eventually([&] {
        return fs::exists(folder.file("0")) || fs::exists(folder.file("1")) ||
               fs::exists(folder.file("2")) || fs::exists(folder.file("3"));
    }));
    pool.terminate();
    for (std::thread& one : waiting)
        one.join();
    CHECK(failed == 4);
}

TEST_CASE("a callback may terminate the pool") {
    process_pool pool(2);
    pool.apply_async<square>({1}, [&](int) { pool.terminate(); }).wait();
    pool.join();
    CHECK_THROWS_AS(pool.apply<square>(1), process_pool::not_running);
}

TEST_CASE("no worker outlives a parent that is killed") {
    Folder folder;
    int channel[2];
    REQUIRE(pipe2(channel, O_CLOEXEC) == 0);
    const std::string busy = folder.file("busy"), spins = folder.file("spins");
    const std::string out = std::to_string(channel[1]);
    const pid_t parent = fork();
    if (parent == 0) {
        fcntl(channel[1], F_SETFD, 0);
        execl("/proc/self/exe", "parent", "--parent", out.c_str(), busy.c_str(),
              spins.c_str(), nullptr);
        _exit(1);
    }
    close(channel[1]);
    std::array<pid_t, 3> workers{};
    REQUIRE(read(channel[0], workers.data(), sizeof workers) == sizeof workers);
    close(channel[0]);
    REQUIRE(eventually([&] { return fs::exists(busy) && fs::exists(spins); }));
    for (pid_t worker : workers)
        CHECK(alive(worker));
    kill(parent, SIGKILL);
    waitpid(parent, nullptr, 0);
    for (pid_t worker : workers)
        CHECK(eventually([&] { return !alive(worker); }));
}

// ------------------------------------------------------------------ all at once

TEST_CASE("a pool within a pool") {
    process_pool pool(2);
    CHECK(pool.map<pool_in_a_pool>(std::vector{1, 2, 3}, 1) ==
          std::vector{1, 4, 9});
}

TEST_CASE("a thousand mixed calls from several threads") {
    process_pool pool(
        {.processes = 3, .tasks_per_child = 50, .max_waiting = 20});
    std::atomic<int> wrong = 0, deaths = 0;
    const auto one_call = [&](int number) {
        const auto expect = [&](bool holds) {
            wrong += !holds;
            if (!holds)
                MESSAGE("call " << number);
        };
        const std::vector numbers{number, number + 1, number + 2};
        const std::vector squares{square(number), square(number + 1),
                                  square(number + 2)};
        switch (number % 8) {
            case 0:
                return expect(pool.apply<square>(number) == square(number));
            case 1:
                return expect(pool.map<square>(numbers, 1) == squares);
            case 2: {
                std::vector<int> got;
                for (int each : pool.imap<square>(numbers))
                    got.push_back(each);
                return expect(got == squares);
            }
            case 3: {
                int sum = 0;
                for (int each : pool.imap_unordered<square>(numbers, 2))
                    sum += each;
                return expect(sum == squares[0] + squares[1] + squares[2]);
            }
            case 4:
                return expect(
                    text_of([&] { pool.apply<throw_something>(1); }) == "int");
            case 5:
                return expect(pool.apply_async<join_words>("a", "b").get() ==
                              "ab");
            case 6: {
                std::atomic<int> called = 0;
                auto later = pool.apply_async<square>(
                    {number}, [&](int got) { called = got; });
                later.wait();
                return expect(called == square(number));
            }
            default:
                if (number % 40 != 7)
                    return expect(
                        pool.starmap<join_words>(
                            std::vector<std::pair<std::string, std::string>>{
                                {"x", "y"}})[0] == "xy");
                try {
                    pool.apply<end_by_exit>(1);
                } catch (const process_pool::worker_died&) {
                    ++deaths;
                }
        }
    };
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back([&, thread] {
            for (int number = thread; number < 1000; number += 4)
                one_call(number);
        });
    for (std::thread& one : threads)
        one.join();
    CHECK(wrong.load() == 0);
    CHECK(deaths.load() == 25);
}

// The parent that a test kills: its workers are idle, asleep, and computing.
int parent_to_be_killed(char* argv[]) {
    process_pool pool(3);
    auto sleeping = pool.apply_async<wait_for_ever>(std::string(argv[3]));
    auto spinning = pool.apply_async<spin_for_ever>(std::string(argv[4]));
    const auto workers = pool.pids();
    const int out = std::stoi(argv[2]);
    if (write(out, workers.data(), workers.size() * sizeof(pid_t)) < 0)
        return 1;
    sleeping.wait();
    return 0;
}

int main(int argc, char* argv[]) {
    process_pool::run_worker();
    if (argc == 5 && std::string(argv[1]) == "--parent")
        return parent_to_be_killed(argv);
    return doctest::Context(argc, argv).run();
}
