// ch08/process_pool.hpp
// A pool of worker processes, as Python's multiprocessing.Pool is one.
//
//     int square(int number) { return number * number; }
//
//     int main() {
//         process_pool::run_worker();  // a worker stays in here
//         process_pool pool(4);
//         std::vector<int> squares = pool.map<square>(std::vector{1, 2, 3});
//     }
//
// A worker is this program, started again. A task names a function that parent
// and worker both have, and brings its arguments; they and the result travel
// through a socket as Boost.Serialization's binary archives. Include
// <boost/serialization/...> for what you send; link boost_serialization.
//
// Any thread may submit tasks: it writes them to the workers itself. One thread
// of the pool, the server, reads all answers, runs all callbacks and replaces
// workers that died. When all workers are busy, each is sent some tasks ahead.
// A board in memory that parent and worker share says which of them the worker
// has begun; the others the parent takes back when another worker is idle or
// their own dies. So a task waits only while all workers are busy, and a worker
// that dies fails one task: the one it ran.
//
// The file goes from the bytes up: archives, messages, tasks, a worker's two
// sides, the crew that does what is said above, and at the end process_pool,
// which gives it types. Its users may read that class alone.
#pragma once

#include <cxxabi.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <atomic>
#include <boost/archive/archive_exception.hpp>
#include <boost/archive/basic_binary_iarchive.hpp>
#include <boost/archive/basic_binary_oarchive.hpp>
#include <boost/archive/impl/archive_serializer_map.ipp>
#include <boost/archive/impl/basic_binary_iarchive.ipp>
#include <boost/core/demangle.hpp>
#include <boost/serialization/array_wrapper.hpp>
#include <boost/serialization/is_bitwise_serializable.hpp>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <functional>
#include <future>
#include <iostream>
#include <latch>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <ranges>
#include <span>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <variant>
#include <vector>

namespace process_pool_detail {

// ------------------------------------------------------- archives and messages

// Boost's binary archives, but to and from memory: those of Boost make a
// std::locale each, which takes longer than all else that a small task costs.
class writer : public boost::archive::basic_binary_oarchive<writer> {
public:
    explicit writer(std::string& text)
        : basic_binary_oarchive(boost::archive::no_header), text_(text) {}

    void save_binary(const void* from, std::size_t size) {
        text_.append(static_cast<const char*>(from), size);
    }
    template <typename T>
    void save_array(const boost::serialization::array_wrapper<T>& values,
                    unsigned) {
        save_binary(values.address(), values.count() * sizeof(T));
    }
    template <typename T>
    void save(const T& value) {
        save_binary(&value, sizeof value);
    }
    void save(const std::string& value) {
        save(value.size());
        save_binary(value.data(), value.size());
    }

private:
    std::string& text_;
};

class reader : public boost::archive::basic_binary_iarchive<reader> {
public:
    explicit reader(std::string_view bytes)
        : basic_binary_iarchive(boost::archive::no_header), bytes_(bytes) {}

    void load_binary(void* to, std::size_t size) {
        using boost::archive::archive_exception;
        if (size > bytes_.size())
            throw archive_exception(archive_exception::input_stream_error);
        if (size > 0)
            std::memcpy(to, bytes_.data(), size);
        bytes_.remove_prefix(size);
    }
    template <typename T>
    void load_array(boost::serialization::array_wrapper<T>& values, unsigned) {
        load_binary(values.address(), values.count() * sizeof(T));
    }
    template <typename T>
    void load(T& value) {
        load_binary(&value, sizeof value);
    }
    void load(std::string& value) {
        std::size_t size = 0;
        load(size);
        // A size that is not believed: it must be there.
        value.resize(std::min(size, bytes_.size()));
        load_binary(value.data(), size);
    }

private:
    std::string_view bytes_;
};

}  // namespace process_pool_detail

// Arrays of numbers are copied whole.
template <typename Archive>
requires std::same_as<Archive, process_pool_detail::writer> ||
    std::same_as<Archive, process_pool_detail::reader>
struct boost::serialization::use_array_optimization<Archive> {
    template <typename T>
    struct apply : is_bitwise_serializable<std::remove_const_t<T>> {};
};

namespace process_pool_detail {

// What is sent, in both directions.
struct message {
    struct header {
        std::uint64_t number = 0;  // of the task, at its worker; 0: the start
        std::uint64_t length = 0;  // of the archive
        std::uint32_t code = 0;    // to a worker: the function; back: an answer
        std::uint32_t calls = 0;   // how often to call it
    };
    header head{};
    std::string archive{};
};
enum : std::uint32_t { returned, threw };

inline void check(bool held) {
    if (!held)
        throw std::system_error(errno, std::generic_category(), "process_pool");
}

class descriptor {
public:
    explicit descriptor(int fd) : fd_(fd) {
        check(fd >= 0);
    }
    descriptor(descriptor&& other) noexcept
        : fd_(std::exchange(other.fd_, -1)) {}
    ~descriptor() {
        if (fd_ >= 0)
            close(fd_);
    }
    operator int() const {
        return fd_;
    }

private:
    int fd_;
};

// One end of the socket between a parent and its worker.
class channel {
public:
    struct arrived {
        message::header head;
        std::string_view archive;  // valid until the next receive()
    };

    explicit channel(descriptor end) : socket(std::move(end)) {}

    void post(const message& one) {
        message::header head = one.head;
        head.length = one.archive.size();
        out_.append(reinterpret_cast<char*>(&head), sizeof head);
        out_ += one.archive;
    }
    std::size_t unsent() const {
        return out_.size() - sent_;
    }
    // Sends what the socket takes. False: the other side is gone.
    bool flush(int flags) {
        while (unsent() > 0) {
            const auto size = TEMP_FAILURE_RETRY(
                send(socket, &out_[sent_], unsent(), flags | MSG_NOSIGNAL));
            if (size < 0)
                return errno == EAGAIN;
            sent_ += static_cast<std::size_t>(size);
        }
        out_.clear();
        sent_ = 0;
        return true;
    }

    // Reads once. False: the other side is gone.
    bool receive(int flags) {
        std::memmove(&in_[0], &in_[read_], filled_ - read_);
        filled_ -= std::exchange(read_, 0);
        // No length is believed: memory grows with what has arrived.
        if (filled_ == in_.size())
            in_.resize(2 * in_.size());
        const auto size = TEMP_FAILURE_RETRY(
            recv(socket, &in_[filled_], in_.size() - filled_, flags));
        if (size < 0)
            return errno == EAGAIN;
        filled_ += static_cast<std::size_t>(size);
        return size > 0;
    }
    // The next message that has arrived whole.
    std::optional<arrived> next() {
        arrived one;
        const std::string_view all(&in_[read_], filled_ - read_);
        if (all.size() < sizeof one.head)
            return std::nullopt;
        std::memcpy(&one.head, all.data(), sizeof one.head);
        if (all.size() - sizeof one.head < one.head.length)
            return std::nullopt;
        one.archive = all.substr(sizeof one.head, one.head.length);
        read_ += sizeof one.head + one.head.length;
        return one;
    }

    const descriptor socket;

private:
    std::string in_ = std::string(1 << 16, '\0'), out_;
    std::size_t filled_ = 0, read_ = 0, sent_ = 0;  // how much of them
};

// In memory that parent and worker share: a place for each task under way. The
// parent offers a task; then one of them claims it: the worker, to run it, or
// the parent, to take it back.
class board {
public:
    static constexpr std::uint64_t places = 64;

    static std::shared_ptr<board> map(const descriptor& memory) {
        void* mapped = mmap(nullptr, sizeof(board), PROT_READ | PROT_WRITE,
                            MAP_SHARED, memory, 0);
        check(mapped != MAP_FAILED);
        // New memory is zero, which is an atomic zero.
        return {static_cast<board*>(mapped),
                [](board* one) { munmap(one, sizeof *one); }};
    }
    void offer(std::uint64_t number) {
        places_[number % places] = number;
    }
    bool claim(std::uint64_t number) {
        return places_[number % places].compare_exchange_strong(number, 0);
    }

private:
    std::array<std::atomic<std::uint64_t>, places> places_;
    static_assert(std::atomic<std::uint64_t>::is_always_lock_free);
};

// ------------------------------------------------------------------- the tasks

// The functions that are tasks. They enlist before main(), in an order that is
// the same in each process that runs this program. The first does nothing.
using runner = void (*)(reader&, writer&, std::uint32_t calls);
inline std::vector<runner>& runners() {
    static std::vector<runner> all{[](reader&, writer&, std::uint32_t) {}};
    return all;
}
inline std::uint32_t enlist(runner one) {
    runners().push_back(one);
    return static_cast<std::uint32_t>(runners().size() - 1);
}

// Saves a T, whatever it is given as.
template <typename T>
void save_as(writer& archive, const T& value) {
    archive << value;
}

template <auto Function, typename Type = decltype(Function)>
struct task;

template <auto Function, typename Return, typename... Parameters, bool Nothrow>
struct task<Function, Return (*)(Parameters...) noexcept(Nothrow)> {
    using returned = std::remove_cvref_t<Return>;
    using arguments = std::tuple<std::remove_cvref_t<Parameters>...>;

    static void save(writer& archive, const auto& given) {
        const auto each = [&](const auto&... one) {
            (save_as<std::remove_cvref_t<Parameters>>(archive, one), ...);
        };
        std::apply(each, given);
    }

    static void run(reader& in, writer& out, std::uint32_t calls) {
        for (; calls > 0; --calls) {
            arguments given;
            const auto call = [&](auto&... each) -> Return {
                ((in >> each), ...);
                return Function(static_cast<Parameters&&>(each)...);
            };
            if constexpr (std::is_void_v<Return>)
                std::apply(call, given);
            else
                save_as<returned>(out, std::apply(call, given));
        }
    }

    static inline const std::uint32_t code = enlist(run);
};

// Asks for a call with each of the next values of a range: one or more, at most
// so many, and none only at the range's end.
template <auto Function>
message ask(auto& next, const auto& end, std::size_t most, auto arguments) {
    message one{{.code = task<Function>::code}};
    writer out(one.archive);
    while (next != end) {
        task<Function>::save(out, arguments(*next));
        ++next;
        if (++one.head.calls >= most)
            break;
    }
    return one;
}

// ------------------------------------------------------- results while awaited

// Not std::runtime_error: its copies share their text, also between threads.
class pool_error : public std::exception {
public:
    explicit pool_error(std::string text) : what_(std::move(text)) {}
    const char* what() const noexcept override {
        return what_.c_str();
    }

private:
    std::string what_;
};

// A task threw: its exception's type and what(). Also what an initializer
// throws, and whatever reads or writes arguments and results.
class task_error : public pool_error {
public:
    task_error(const std::string& type, const std::string& text)
        : pool_error(text.empty() ? type : type + ": " + text),
          type_(type),
          text_(text) {}
    const std::string& type() const {
        return type_;
    }
    const std::string& text() const {
        return text_;
    }

private:
    std::string type_, text_;
};

// The worker ended while it ran the task; what() says how.
struct worker_died : pool_error {
    using pool_error::pool_error;
};

// The pool takes no tasks, or was terminated before this one was done.
struct not_running : pool_error {
    not_running() : pool_error("the pool is not running") {}
};

// The result was not there in time. It may still come.
struct timeout_error : pool_error {
    timeout_error() : pool_error("no result in time") {}
};

// Errors are kept by value, and thrown as a new exception each time.
using error = std::variant<task_error, worker_died, not_running>;
template <typename T>
using or_error = std::variant<T, error>;

inline void raise(const error& why) {
    std::visit([](const auto& one) { throw one; }, why);
}
template <typename T>
T value_of(or_error<T> got) {
    if (const error* why = std::get_if<error>(&got))
        raise(*why);
    return std::get<T>(std::move(got));
}

// The text of the exception's type, while it is being handled.
inline std::string exception_name() {
    const std::type_info* type = abi::__cxa_current_exception_type();
    return type ? boost::core::demangle(type->name()) : "unknown";
}

// A function that returns nothing has results, too, which hold nothing.
template <typename T>
using value = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

// A task's answer: an archive, or why there is none; and who takes it.
using answer = or_error<std::string>;
using landing = std::function<void(const answer&)>;

// The results of some calls.
template <typename T>
or_error<std::vector<value<T>>> load(const answer& got, std::size_t calls) try {
    if (const error* why = std::get_if<error>(&got))
        return *why;
    reader in(std::get<std::string>(got));
    std::vector<value<T>> all;
    all.reserve(calls);
    while (all.size() < calls) {
        value<T> one{};
        if constexpr (!std::is_void_v<T>)
            in >> one;
        all.push_back(std::move(one));
    }
    return all;
} catch (const std::exception& thrown) {
    return task_error(exception_name(), thrown.what());
}

template <typename T>
using callback = std::conditional_t<std::is_void_v<T>, std::function<void()>,
                                    std::function<void(const value<T>&)>>;
using error_callback = std::function<void(const std::exception&)>;

// Brings the results of calls together: that of one, or all in a map's order.
template <typename Return, typename Result>
struct gathering {
    // Called by the server, for one task after the other.
    void arrive(std::size_t first, or_error<std::vector<value<Return>>> got) {
        if (auto* some = std::get_if<std::vector<value<Return>>>(&got)) {
            values.resize(std::max(values.size(), first + some->size()));
            std::move(some->begin(), some->end(), values.begin() + first);
        } else if (!failure) {
            failure = std::get<error>(std::move(got));
        }
        done();
    }
    void done() noexcept {
        if (--missing > 0)
            return;
        if (failure) {
            if (on_error)
                std::visit(on_error, *failure);
            return promise.set_value(*failure);
        }
        value<Result> all{};
        if constexpr (std::is_same_v<Result, std::vector<Return>>)
            all = std::move(values);
        else if constexpr (!std::is_void_v<Result>)
            all = std::move(values.front());
        if (on_result) {
            if constexpr (std::is_void_v<Result>)
                on_result();
            else
                on_result(all);
        }
        promise.set_value(std::move(all));
    }

    const callback<Result> on_result;
    const error_callback on_error;
    std::promise<or_error<value<Result>>> promise{};
    std::vector<value<Return>> values{};
    std::optional<error> failure{};
    // Tasks. The last one is counted from the beginning: nothing is done before
    // it is, so callbacks are the server's, and an empty map's the caller's.
    std::atomic<std::size_t> missing = 1;
};

// What a task will return: multiprocessing.pool.AsyncResult. Copies share it.
template <typename T>
class result {
public:
    result(std::future<or_error<value<T>>> later) : later_(std::move(later)) {}

    bool ready() const {
        return wait_for(std::chrono::nanoseconds(0));
    }
    // Whether it is a value. Throws std::logic_error where it is not ready.
    bool successful() const {
        if (!ready())
            throw std::logic_error("the result is not ready");
        return std::holds_alternative<value<T>>(later_.get());
    }
    void wait() const {
        later_.wait();
    }
    // Whether it is ready in time.
    bool wait_for(std::chrono::nanoseconds limit) const {
        return later_.wait_for(limit) == std::future_status::ready;
    }
    // Waits; returns the value or throws the error, as often as asked.
    T get() const {
        return static_cast<T>(value_of(later_.get()));
    }
    // Throws timeout_error where it is not ready in time.
    T get_for(std::chrono::nanoseconds limit) const {
        if (!wait_for(limit))
            throw timeout_error();
        return get();
    }

private:
    std::shared_future<or_error<value<T>>> later_;
};

// ------------------------------------------------ the worker, in its own process

// In its environment: its socket and its board, as descriptors.
constexpr char variable[] = "PROCESS_POOL_WORKER";

inline message perform(const channel::arrived& task) {
    message answer{{.number = task.head.number, .code = returned}};
    const auto failed = [&](const std::string& text) {
        answer.head.code = threw;
        answer.archive.clear();
        writer(answer.archive) << exception_name() << text;
    };
    try {
        reader in(task.archive);
        writer out(answer.archive);
        runners().at(task.head.code)(in, out, task.head.calls);
    } catch (const std::exception& thrown) {
        failed(thrown.what());
    } catch (...) {
        failed("");
    }
    return answer;
}

[[noreturn]] inline void work(const char* given) {
    int socket = -1, memory = -1;
    std::sscanf(given, "%d,%d", &socket, &memory);
    unsetenv(variable);
    // Not for the programs that a task may start.
    fcntl(socket, F_SETFD, FD_CLOEXEC);
    channel parent{descriptor(socket)};
    const auto tasks = board::map(descriptor(memory));
    // The parent ends a worker by closing its direction of the socket, which
    // is the end of all messages. Both directions closed is the parent's
    // death: it ends the worker also in the middle of a task.
    std::thread([socket] {
        pollfd awaited{socket, 0, 0};
        while (poll(&awaited, 1, -1) < 0) {}
        _exit(EXIT_FAILURE);
    }).detach();
    while (parent.receive(0))
        while (const auto task = parent.next()) {
            const bool start = task->head.number == 0;
            if (!start && !tasks->claim(task->head.number))
                continue;
            message answer = perform(*task);
            // What a task prints is there before its result is.
            std::cout.flush();
            parent.post(answer);
            if (!parent.flush(0))
                _exit(EXIT_FAILURE);
            // Not set up, it must not take tasks.
            if (start && answer.head.code == threw)
                std::exit(EXIT_FAILURE);
        }
    std::exit(EXIT_SUCCESS);
}

// --------------------------------------------------- the worker, in the parent

inline pid_t spawn(const descriptor& socket, const descriptor& memory) {
    std::string marked = variable + ("=" + std::to_string(socket)) + "," +
                         std::to_string(memory);
    std::vector<char*> environment{marked.data()};
    for (char** each = environ; *each; ++each)
        environment.push_back(*each);
    environment.push_back(nullptr);
    char* arguments[] = {program_invocation_name, nullptr};

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    // Duplicated to itself, a descriptor stays open in the child.
    for (int fd : {int(socket), int(memory)})
        posix_spawn_file_actions_adddup2(&actions, fd, fd);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", 0, 0);
    pid_t pid = 0;
    errno = posix_spawn(&pid, "/proc/self/exe", &actions, nullptr, arguments,
                        environment.data());
    posix_spawn_file_actions_destroy(&actions);
    check(errno == 0);
    return pid;
}

// A task that has been submitted.
struct job {
    message request;
    landing land;
};

// Killed at the latest when it goes out of scope.
struct worker {
    static constexpr std::size_t ahead = 16;  // tasks that it may be sent

    worker(pid_t process, descriptor socket, std::shared_ptr<board> shared)
        : pid(process), link(std::move(socket)), tasks(std::move(shared)) {}
    ~worker() {
        end();
        waitpid(pid, nullptr, 0);
    }

    bool idle() const {
        return started && held.empty();
    }
    // What the parent waits for; a worker's end it always sees.
    short awaited() const {
        return static_cast<short>((idle() ? 0 : POLLIN) |
                                  (link.unsent() > 0 ? POLLOUT : 0));
    }
    bool takes_a_task() const {
        return !retired && !lent && left > 0 && link.unsent() < 1 << 16 &&
               held.size() < (started ? ahead : 1) &&
               // No task on the board may be written over.
               (held.empty() ||
                sent - held.front().request.head.number < board::places - 1);
    }
    // No more messages: it ends when it has done those it has.
    void retire() {
        retired = true;
        shutdown(link.socket, SHUT_WR);
    }
    siginfo_t look(int how) const {
        siginfo_t found{};
        TEMP_FAILURE_RETRY(waitid(P_PID, static_cast<id_t>(pid), &found,
                                  WEXITED | WNOWAIT | how));
        return found;
    }
    // Ends it, where it has not ended by itself, and says how it did.
    std::string end() const {
        kill(pid, SIGKILL);
        const siginfo_t found = look(0);
        if (found.si_pid != pid)
            return "the worker ended";
        if (found.si_code == CLD_EXITED)
            return "the worker exited with code " +
                   std::to_string(found.si_status);
        const char* name = sigabbrev_np(found.si_status);
        return std::string("the worker was ended by SIG") + (name ? name : "?");
    }

    const pid_t pid;
    channel link;
    const std::shared_ptr<board> tasks;
    std::deque<job> held{};           // in the order sent
    std::uint64_t sent = 0;           // the last number
    std::uint64_t left = UINT64_MAX;  // tasks that it may still be given
    short watched = 0;                // what the server polls for
    bool started = false, retired = false;
    bool lent = false;  // to a thread in run(), which waits for its answer
};

// -------------------------------------------------------------------- the crew

struct options {
    unsigned processes = std::max(1u, std::thread::hardware_concurrency());
    unsigned tasks_per_child = 0;    // 0: a worker is never replaced
    message initializer{};           // what it throws ends the pool
    std::size_t max_waiting = 1024;  // tasks; then who submits one waits
};

// The workers, the tasks that wait for them, and the server.
class crew {
public:
    explicit crew(options wish)
        : processes(wish.processes), wish_(std::move(wish)) {
        if (processes == 0)
            throw std::invalid_argument("a pool has at least one process");
        if (std::getenv(variable))
            throw std::logic_error(
                "main() must call process_pool::run_worker() first");
        const std::lock_guard lock(mutex_);
        while (workers_.size() < processes)
            start_worker();
        server_ = std::jthread([this] { serve(); });
    }
    ~crew() {
        terminate();
    }

    void close() {
        const std::lock_guard lock(mutex_);
        if (state_ == state::running)
            state_ = state::closing;
        room_.notify_all();
        eventfd_write(wake_, 1);
    }
    void terminate() {
        std::unique_lock lock(mutex_);
        end(not_running());
        lock.unlock();
        if (!on_server())
            over_.wait();
    }
    void join() {
        std::unique_lock lock(mutex_);
        if (state_ == state::running || on_server())
            throw std::logic_error("join() of a pool that is running");
        lock.unlock();
        over_.wait();
    }
    std::vector<pid_t> pids() {
        const std::lock_guard lock(mutex_);
        std::vector<pid_t> all;
        for (const worker& one : workers_)
            all.push_back(one.pid);
        return all;
    }

    void may_wait() const {
        if (on_server())
            throw std::logic_error("a callback can't wait for a task");
    }
    // Waits while too many tasks wait.
    void submit(job task) {
        std::unique_lock lock(mutex_);
        room_.wait(lock, [&] {
            return on_server() || state_ != state::running ||
                   waiting_.empty() ||
                   (waiting_.size() < wish_.max_waiting && bytes_ < max_bytes);
        });
        if (state_ != state::running)
            raise(why_);
        bytes_ += task.request.archive.size();
        waiting_.push_back(std::move(task));
        dispatch();
    }
    // The same, but where a worker is idle, the calling thread itself waits for
    // the answer: the server would be a detour.
    void run(job task) {
        std::unique_lock lock(mutex_);
        const auto one = std::ranges::find_if(workers_, [](const worker& each) {
            return each.idle() && each.takes_a_task();
        });
        if (state_ != state::running || one == workers_.end()) {
            lock.unlock();
            return submit(std::move(task));
        }
        one->lent = true;
        give(*one, std::move(task));
        one->link.flush(MSG_DONTWAIT);
        finished answered;
        for (bool here = true; here && answered.empty();) {
            pollfd seen{one->link.socket, one->awaited(), 0};
            lock.unlock();
            poll(&seen, 1, 1000);
            lock.lock();
            here = attend(*one, seen.revents, answered);
        }
        settle(answered, lock);
        one->lent = false;
        dispatch();
        if (state_ != state::running || one->retired)
            eventfd_write(wake_, 1);
    }

    const std::size_t processes;

private:
    using finished = std::vector<std::pair<landing, answer>>;
    enum class state { running, closing, ended };

    static constexpr std::size_t max_bytes = 16 << 20;  // of waiting tasks
    static constexpr int max_false_starts = 3;          // in a row

    bool on_server() const {
        return std::this_thread::get_id() == server_.get_id();
    }

    // All that follows is called with the mutex held.

    void start_worker() {
        int ends[2];
        check(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
        descriptor ours(ends[0]), theirs(ends[1]);
        const descriptor memory(memfd_create("process_pool", MFD_CLOEXEC));
        check(ftruncate(memory, sizeof(board)) == 0);
        auto tasks = board::map(memory);
        worker& one = workers_.emplace_back(spawn(theirs, memory),
                                            std::move(ours), std::move(tasks));
        if (wish_.tasks_per_child > 0)
            one.left = wish_.tasks_per_child;
        one.link.post(wish_.initializer);
    }

    // Sends waiting tasks to the workers that have the fewest; an idle worker
    // also gets one that another has not begun.
    void dispatch() {
        while (worker* one = choose()) {
            if (waiting_.empty() && !(one->idle() && take_any_back()))
                break;
            bytes_ -= waiting_.front().request.archive.size();
            give(*one, std::move(waiting_.front()));
            waiting_.pop_front();
        }
        for (worker& one : workers_) {
            one.link.flush(MSG_DONTWAIT);
            if (!one.lent && (one.awaited() & ~one.watched) && !on_server())
                eventfd_write(wake_, 1);
        }
        if (waiting_.size() <= wish_.max_waiting / 2 && bytes_ <= max_bytes / 2)
            room_.notify_all();
    }
    worker* choose() {
        worker* best = nullptr;
        for (worker& one : workers_)
            if (one.takes_a_task() &&
                (!best || one.held.size() < best->held.size()))
                best = &one;
        return best;
    }
    static void give(worker& one, job task) {
        task.request.head.number = ++one.sent;
        --one.left;
        one.tasks->offer(one.sent);
        one.link.post(task.request);
        one.held.push_back(std::move(task));
    }
    // Takes back what a worker was sent last, unless it has begun it.
    bool take_back(worker& one) {
        job& last = one.held.back();
        if (!one.tasks->claim(last.request.head.number))
            return false;
        bytes_ += last.request.archive.size();
        waiting_.push_front(std::move(last));
        ++one.left;
        return true;
    }
    bool take_any_back() {
        for (worker& one : workers_)
            if (!one.lent && one.held.size() >= (one.started ? 2 : 1) &&
                take_back(one)) {
                one.held.pop_back();
                return true;
            }
        return false;
    }

    // Does what is due after poll(); false where the worker is gone. Without an
    // event, it looks: a worker's own children may keep its socket open when it
    // is dead.
    bool attend(worker& one, short events, finished& into) {
        one.link.flush(MSG_DONTWAIT);
        if (events == 0 ? one.look(WNOHANG).si_pid != one.pid
                        : receive(one, into))
            return true;
        one.retired = true;
        kill(one.pid, SIGKILL);
        return false;
    }
    bool receive(worker& one, finished& into) try {
        const bool open = one.link.receive(MSG_DONTWAIT);
        while (const auto found = one.link.next()) {
            answer got = std::string(found->archive);
            if (found->head.code == threw) {
                std::string type, text;
                reader(found->archive) >> type >> text;
                got = task_error(type, text);
            }
            if (found->head.number == 0) {
                one.started = true;
                false_starts_ = 0;
                if (const error* why = std::get_if<error>(&got))
                    end(*why);
                continue;
            }
            job& done = one.held.at(0);
            if (done.request.head.number != found->head.number)
                return false;
            into.emplace_back(std::move(done.land), std::move(got));
            one.held.pop_front();
        }
        if (one.held.empty() && one.left == 0)
            one.retire();
        return open;
    } catch (const std::exception&) {
        return false;  // what it sent makes no sense
    }

    // Hands out what has finished, with the mutex free.
    static void settle(finished& from, std::unique_lock<std::mutex>& lock) {
        const auto all = std::exchange(from, {});
        lock.unlock();
        for (const auto& [land, got] : all)
            land(got);
        lock.lock();
    }

    // Removes a worker: what it ran fails, what it had not begun goes elsewhere.
    void bury(worker& dead) {
        const std::string how = dead.end();
        for (; !dead.held.empty(); dead.held.pop_back())
            if (state_ == state::ended)
                fail(dead.held.back(), why_);
            else if (!take_back(dead))
                fail(dead.held.back(), worker_died(how));
        false_starts_ += !dead.started;
        workers_.remove_if([&](const worker& one) { return &one == &dead; });
        if (false_starts_ == max_false_starts)
            end(worker_died("no worker starts: " + how));
        if (state_ == state::running ||
            (state_ == state::closing && !waiting_.empty()))
            try {
                start_worker();
            } catch (const std::system_error& failure) {
                end(worker_died(failure.what()));
            }
    }

    // Until the last worker is buried.
    void serve() {
        std::vector<pollfd> polled;
        auto looked = std::chrono::steady_clock::now();
        std::unique_lock lock(mutex_);
        while (!workers_.empty()) {
            dispatch();
            if (state_ == state::closing && waiting_.empty() &&
                std::ranges::all_of(workers_, [](const worker& one) {
                    return one.held.empty();
                }))
                std::ranges::for_each(workers_, &worker::retire);
            settle(finished_, lock);

            polled.assign(1, {wake_, POLLIN, 0});
            for (worker& one : workers_) {
                one.watched = one.lent ? 0 : one.awaited();
                polled.push_back(
                    {one.lent ? -1 : one.link.socket, one.watched, 0});
            }
            lock.unlock();
            poll(polled.data(), polled.size(), 1000);
            eventfd_t woken;
            eventfd_read(wake_, &woken);
            lock.lock();

            const auto now = std::chrono::steady_clock::now();
            const bool look = now - looked >= std::chrono::seconds(1);
            looked = look ? now : looked;
            auto each = workers_.begin();
            for (auto seen = polled.begin() + 1; seen != polled.end(); ++seen) {
                worker& one = *each++;
                if (!one.lent && (seen->revents || look) &&
                    !attend(one, seen->revents, finished_))
                    bury(one);
            }
        }
        settle(finished_, lock);
        over_.count_down();
    }

    void fail(job& task, error why) {
        finished_.emplace_back(std::move(task.land), std::move(why));
    }
    void end(error why) {
        if (state_ == state::ended)
            return;
        state_ = state::ended;
        why_ = std::move(why);
        for (; !waiting_.empty(); waiting_.pop_front())
            fail(waiting_.front(), why_);
        for (const worker& one : workers_)
            kill(one.pid, SIGKILL);
        room_.notify_all();
        eventfd_write(wake_, 1);
    }

    const options wish_;
    const descriptor wake_{eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
    std::mutex mutex_;
    std::condition_variable room_;
    std::latch over_{1};
    state state_ = state::running;
    error why_ = not_running();
    std::deque<job> waiting_;
    std::size_t bytes_ = 0;  // of them
    std::list<worker> workers_;
    int false_starts_ = 0;
    finished finished_;
    std::jthread server_;
};

// The results of imap(): a range, also for next(), one result at a time. What a
// task threw is thrown in its place; the results behind it follow.
template <typename T>
class stream {
    static_assert(!std::is_void_v<T>, "imap needs results");

public:
    using clock = std::chrono::steady_clock;
    // Asks for calls with the next values; for none at the end.
    using source = std::function<message()>;

    stream(crew& workers, source more, bool ordered)
        : workers_(workers), source_(std::move(more)), ordered_(ordered) {
        fill();
    }

    // The next result; none at the end.
    std::optional<T> next() {
        return next_until(clock::time_point::max());
    }
    // Throws timeout_error where it is not there in time; it may come later.
    std::optional<T> next_for(std::chrono::nanoseconds limit) {
        return next_until(clock::now() + limit);
    }

    struct iterator {
        using value_type = T;
        using difference_type = std::ptrdiff_t;
        const T& operator*() const {
            return *value;
        }
        iterator& operator++() {
            value = from->next();
            return *this;
        }
        void operator++(int) {
            ++*this;
        }
        bool operator==(std::default_sentinel_t) const {
            return !value;
        }
        stream* from;
        std::optional<T> value;
    };
    iterator begin() {
        return {this, next()};
    }
    std::default_sentinel_t end() const {
        return {};
    }

private:
    struct shared {
        std::mutex mutex;
        std::condition_variable landed;
        std::map<std::uint64_t, or_error<std::vector<T>>> chunks;
        std::uint64_t arrivals = 0;
    };

    void fill() {
        while (source_ && sent_ - taken_ < worker::ahead * workers_.processes) {
            message next = source_();
            if (next.head.calls == 0) {
                source_ = nullptr;
                return;
            }
            const auto land = [to = shared_, number = sent_,
                               calls = next.head.calls,
                               ordered = ordered_](const answer& got) {
                auto chunk = load<T>(got, calls);
                const std::lock_guard lock(to->mutex);
                to->chunks[ordered ? number : to->arrivals++] =
                    std::move(chunk);
                to->landed.notify_all();
            };
            workers_.submit({std::move(next), land});
            ++sent_;
        }
    }
    std::optional<T> next_until(clock::time_point limit) {
        if (at_ == chunk_.size()) {
            fill();
            if (taken_ == sent_)
                return std::nullopt;
            std::unique_lock lock(shared_->mutex);
            if (!shared_->landed.wait_until(lock, limit, [&] {
                    return shared_->chunks.contains(taken_);
                }))
                throw timeout_error();
            auto got = shared_->chunks.extract(taken_++);
            lock.unlock();
            chunk_ = value_of(std::move(got.mapped()));
            at_ = 0;
        }
        return std::move(chunk_[at_++]);
    }

    crew& workers_;
    source source_;
    bool ordered_;
    std::shared_ptr<shared> shared_ = std::make_shared<shared>();
    std::uint64_t sent_ = 0, taken_ = 0;
    std::vector<T> chunk_;
    std::size_t at_ = 0;
};

// -------------------------------------------------------------------- the pool

class process_pool : crew {
    template <auto Function>
    using returned = typename task<Function>::returned;
    template <auto Function>
    using collected = std::conditional_t<std::is_void_v<returned<Function>>,
                                         void, std::vector<returned<Function>>>;

public:
    using options = process_pool_detail::options;
    template <typename T>
    using result = process_pool_detail::result<T>;
    using task_error = process_pool_detail::task_error;
    using worker_died = process_pool_detail::worker_died;
    using not_running = process_pool_detail::not_running;
    using timeout_error = process_pool_detail::timeout_error;

    // The first call in main(): where the program is a worker, it stays there.
    static void run_worker() {
        if (const char* given = std::getenv(variable))
            work(given);
    }

    // Throws std::system_error where a process can't be started. The destructor
    // terminates, as the end of Python's with block does.
    explicit process_pool(options wish) : crew(std::move(wish)) {}
    explicit process_pool(unsigned processes)
        : crew({.processes = processes}) {}
    process_pool() : crew({}) {}

    // A call that each worker makes before it takes tasks: an initializer.
    template <auto Function>
    static message call(const auto&... arguments) {
        const auto given = std::tie(arguments...);
        auto next = &given;
        return ask<Function>(next, next + 1, 1, spread);
    }

    // Calls the function in a worker and returns what it returns.
    template <auto Function>
    returned<Function> apply(const auto&... arguments) {
        struct landed {
            answer got{};
            std::latch here{1};
        };
        may_wait();
        const auto to = std::make_shared<landed>();
        run({call<Function>(arguments...), [to](const answer& got) {
                 to->got = got;
                 to->here.count_down();
             }});
        to->here.wait();
        auto one = value_of(load<returned<Function>>(to->got, 1));
        return static_cast<returned<Function>>(std::move(one.front()));
    }

    // The same, without waiting for the result. A callback is called by the
    // server before the result is ready. It may submit tasks, but not wait for
    // them; what it throws ends the program.
    template <auto Function>
    auto apply_async(const auto&... arguments) {
        return gather<Function, returned<Function>>(
            std::array{std::tie(arguments...)}, 0, spread);
    }
    template <auto Function>
    auto apply_async(const typename task<Function>::arguments& arguments,
                     callback<returned<Function>> on_result,
                     error_callback on_error = {}) {
        return gather<Function, returned<Function>>(
            std::span(&arguments, 1), 0, spread, on_result, on_error);
    }

    // Calls the function with each value. Returns the results in order, or
    // throws the first error, when all calls are done. A worker is sent a chunk
    // of values at a time: by default a quarter of its share, or one value,
    // where the range can't say how many there are. An error ends its chunk.
    template <auto Function, std::ranges::input_range Range>
    auto map(Range&& values, std::size_t chunk = 0) {
        may_wait();
        return map_async<Function>(values, chunk).get();
    }
    template <auto Function, std::ranges::input_range Range>
    auto map_async(Range&& values, std::size_t chunk = 0,
                   callback<collected<Function>> on_result = {},
                   error_callback on_error = {}) {
        return gather<Function, collected<Function>>(values, chunk, single,
                                                     on_result, on_error);
    }

    // The same with tuples, each of which is a list of arguments.
    template <auto Function, std::ranges::input_range Range>
    auto starmap(Range&& values, std::size_t chunk = 0) {
        may_wait();
        return starmap_async<Function>(values, chunk).get();
    }
    template <auto Function, std::ranges::input_range Range>
    auto starmap_async(Range&& values, std::size_t chunk = 0,
                       callback<collected<Function>> on_result = {},
                       error_callback on_error = {}) {
        return gather<Function, collected<Function>>(values, chunk, spread,
                                                     on_result, on_error);
    }

    // The results one by one, each as soon as it and those before it are there;
    // unordered: as they come. Whoever takes a result has more values sent, a
    // bounded number ahead, so that the range may be endless. The pool, and a
    // range that is not moved in, must outlive the stream.
    template <auto Function, std::ranges::input_range Range>
    auto imap(Range&& values, std::size_t chunk = 1) {
        return flow<Function>(std::forward<Range>(values), chunk, true);
    }
    template <auto Function, std::ranges::input_range Range>
    auto imap_unordered(Range&& values, std::size_t chunk = 1) {
        return flow<Function>(std::forward<Range>(values), chunk, false);
    }

    // Takes no more tasks; the workers end when all are done.
    using crew::close;
    // Ends the workers; tasks that are not done fail with not_running.
    using crew::terminate;
    // Waits for the workers' end; call close() or terminate() first.
    using crew::join;
    // The workers' process ids at this moment.
    using crew::pids;

private:
    // How a value becomes a tuple of arguments: as their only one, or as it is.
    static constexpr auto single = [](const auto& value) {
        return std::tie(value);
    };
    static constexpr std::identity spread{};

    // All that is asynchronous; a single call is a map of one value.
    template <auto Function, typename Result, typename Range>
    result<Result> gather(Range&& values, std::size_t chunk, auto arguments,
                          callback<Result> on_result = {},
                          error_callback on_error = {}) {
        using Return = returned<Function>;
        if constexpr (std::ranges::sized_range<Range>)
            if (chunk == 0) {
                const std::size_t chunks = 4 * processes;
                chunk = (std::ranges::size(values) + chunks - 1) / chunks;
            }
        using all_of = gathering<Return, Result>;
        const std::shared_ptr<all_of> all(new all_of{on_result, on_error});
        std::size_t first = 0;
        auto next = std::ranges::begin(values);
        if (next == std::ranges::end(values))
            all->done();
        while (next != std::ranges::end(values)) {
            message one =
                ask<Function>(next, std::ranges::end(values), chunk, arguments);
            const std::size_t calls = one.head.calls;
            if (next != std::ranges::end(values))
                ++all->missing;
            submit({std::move(one), [all, first, calls](const answer& got) {
                        all->arrive(first, load<Return>(got, calls));
                    }});
            first += calls;
        }
        return all->promise.get_future();
    }

    template <auto Function, typename Range>
    auto flow(Range&& values, std::size_t chunk, bool ordered) {
        struct source {
            Range values;
            std::ranges::iterator_t<Range> next = std::ranges::begin(values);
        };
        const std::shared_ptr<source> from(
            new source{std::forward<Range>(values)});
        const auto more = [from, chunk] {
            return ask<Function>(from->next, std::ranges::end(from->values),
                                 chunk, single);
        };
        return stream<returned<Function>>(*this, more, ordered);
    }
};

}  // namespace process_pool_detail

using process_pool_detail::process_pool;
