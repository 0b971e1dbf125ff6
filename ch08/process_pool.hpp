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
#include <atomic>
#include <boost/archive/archive_exception.hpp>
#include <boost/archive/basic_binary_iarchive.hpp>
#include <boost/archive/basic_binary_oarchive.hpp>
#include <boost/archive/impl/archive_serializer_map.ipp>
#include <boost/archive/impl/basic_binary_iarchive.ipp>
#include <boost/core/demangle.hpp>
#include <boost/serialization/array_optimization.hpp>
#include <boost/serialization/array_wrapper.hpp>
#include <boost/serialization/is_bitwise_serializable.hpp>
#include <cerrno>
#include <chrono>
#include <concepts>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <exception>
#include <functional>
#include <iostream>
#include <iterator>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <ranges>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace process_pool_detail {

// Boost's binary archives, but to and from memory: those of Boost make a
// std::locale each, which takes longer than all else that a small task costs.
class writer : public boost::archive::basic_binary_oarchive<writer> {
public:
    struct use_array_optimization {
        template <typename T>
        struct apply : boost::serialization::is_bitwise_serializable<T> {};
    };

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
    struct use_array_optimization {
        template <typename T>
        struct apply : boost::serialization::is_bitwise_serializable<T> {};
    };

    explicit reader(std::string_view bytes)
        : basic_binary_iarchive(boost::archive::no_header), bytes_(bytes) {}

    void load_binary(void* to, std::size_t size) {
        if (size > bytes_.size())
            boost::serialization::throw_exception(
                boost::archive::archive_exception(
                    boost::archive::archive_exception::input_stream_error));
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

BOOST_SERIALIZATION_USE_ARRAY_OPTIMIZATION(process_pool_detail::writer)
BOOST_SERIALIZATION_USE_ARRAY_OPTIMIZATION(process_pool_detail::reader)

namespace process_pool_detail {

inline void check(bool held, const char* what) {
    if (!held)
        throw std::system_error(errno, std::generic_category(), what);
}

class descriptor {
public:
    descriptor(int fd, const char* what) : fd_(fd) {
        check(fd >= 0, what);
    }
    descriptor(descriptor&& other) noexcept
        : fd_(std::exchange(other.fd_, -1)) {}
    ~descriptor() {
        if (fd_ >= 0)
            close(fd_);
    }
    int get() const {
        return fd_;
    }

private:
    int fd_;
};

// What goes before each archive, in both directions.
struct header {
    std::uint64_t length = 0;  // of the archive
    std::uint64_t number = 0;  // of the task, at its worker; 0: the start
    std::uint32_t code = 0;    // to a worker: the function; back: an answer
    std::uint32_t calls = 0;   // how often to call it
};
enum answer : std::uint32_t { returned, threw };

// A message is a header and an archive, which `write` fills.
template <typename Write>
std::string encode(header head, Write write) {
    std::string text(sizeof head, '\0');
    writer archive(text);
    if constexpr (std::is_void_v<decltype(write(archive))>)
        write(archive);
    else
        head.calls = write(archive);
    head.length = text.size() - sizeof head;
    std::memcpy(text.data(), &head, sizeof head);
    return text;
}

// Has `read` read what an archive holds.
template <typename Read>
void decode(std::string_view bytes, Read read) {
    reader archive(bytes);
    read(archive);
}

// Received bytes, cut into messages.
class inbox {
public:
    struct message {
        header head;
        std::string_view archive;  // valid until the next receive()
    };

    // Reads once. False: the other side is gone.
    bool receive(int socket, int flags) {
        std::copy(bytes_.begin() + first_, bytes_.begin() + last_,
                  bytes_.begin());
        last_ -= std::exchange(first_, 0);
        // A length is not believed: memory grows with what has arrived.
        if (last_ == static_cast<std::ptrdiff_t>(bytes_.size()))
            bytes_.resize(2 * bytes_.size());
        ssize_t size;
        do
            size = recv(socket, bytes_.data() + last_, bytes_.size() - last_,
                        flags);
        while (size < 0 && errno == EINTR);
        last_ += std::max<ssize_t>(size, 0);
        return size > 0 || (size < 0 && errno == EAGAIN);
    }

    std::optional<message> next() {
        const std::string_view all(bytes_.data() + first_, last_ - first_);
        message found;
        if (all.size() < sizeof found.head)
            return std::nullopt;
        std::memcpy(&found.head, all.data(), sizeof found.head);
        if (all.size() - sizeof found.head < found.head.length)
            return std::nullopt;
        found.archive = all.substr(sizeof found.head, found.head.length);
        first_ += sizeof found.head + found.head.length;
        return found;
    }

private:
    std::vector<char> bytes_ = std::vector<char>(1 << 16);
    std::ptrdiff_t first_ = 0, last_ = 0;
};

// Memory that parent and worker share, with a place for each task under way.
// The parent offers a task; then one of them claims it: the worker, to run it,
// or the parent, to take it back.
class board {
public:
    static constexpr std::uint64_t places = 64;

    static descriptor memory() {
        descriptor made(memfd_create("process_pool", MFD_CLOEXEC), "memfd");
        check(ftruncate(made.get(), size) == 0, "ftruncate");
        return made;
    }
    explicit board(const descriptor& memory) {
        void* mapped = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED,
                            memory.get(), 0);
        check(mapped != MAP_FAILED, "mmap");
        // New memory is zero, which is an atomic zero.
        places_.reset(static_cast<place*>(mapped));
    }
    void offer(std::uint64_t number) {
        places_[number % places] = number;
    }
    bool claim(std::uint64_t number) {
        return places_[number % places].compare_exchange_strong(number, 0);
    }

private:
    using place = std::atomic<std::uint64_t>;
    static_assert(place::is_always_lock_free);
    static constexpr std::size_t size = places * sizeof(place);
    struct unmap {
        void operator()(place* mapped) const {
            munmap(mapped, size);
        }
    };
    std::unique_ptr<place[], unmap> places_;
};

// A child process, killed at the latest when it goes out of scope.
class child {
public:
    explicit child(pid_t pid) : pid_(pid) {}
    child(child&& other) noexcept : pid_(std::exchange(other.pid_, 0)) {}
    ~child() {
        if (pid_ > 0)
            end();
    }
    pid_t pid() const {
        return pid_;
    }
    void kill() const {
        ::kill(pid_, SIGKILL);
    }
    bool ended() const {
        siginfo_t found{};
        waitid(P_PID, static_cast<id_t>(pid_), &found,
               WEXITED | WNOHANG | WNOWAIT);
        return found.si_pid == pid_;
    }
    // Ends it, where it has not ended by itself, and says how it did.
    std::string end() {
        kill();
        int status = 0;
        pid_t waited;
        do
            waited = waitpid(pid_, &status, 0);
        while (waited < 0 && errno == EINTR);
        pid_ = 0;
        if (waited < 0)
            return "the worker ended";
        if (WIFEXITED(status))
            return "the worker exited with code " +
                   std::to_string(WEXITSTATUS(status));
        const char* name = sigabbrev_np(WTERMSIG(status));
        return std::string("the worker was ended by SIG") + (name ? name : "?");
    }

private:
    pid_t pid_;
};

// The functions that are tasks. They enlist before main(), in an order that is
// the same in each process that runs this program.
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

template <auto Function, typename Return, typename... Parameters>
struct task<Function, Return (*)(Parameters...)> {
    using returned = std::remove_cvref_t<Return>;
    using arguments = std::tuple<std::remove_cvref_t<Parameters>...>;

    template <typename... Given>
    static constexpr bool takes() {
        if constexpr (sizeof...(Given) != sizeof...(Parameters))
            return false;
        else
            return (std::convertible_to<const Given&,
                                        std::remove_cvref_t<Parameters>> &&
                    ...);
    }

    static void save(writer& archive, const auto&... given) {
        (save_as<std::remove_cvref_t<Parameters>>(archive, given), ...);
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

template <auto Function, typename Return, typename... Parameters>
struct task<Function, Return (*)(Parameters...) noexcept>
    : task<static_cast<Return (*)(Parameters...)>(Function)> {};

// What map() returns, and what a callback takes.
template <typename Return>
struct shape {
    using collected = std::vector<Return>;
    using callback = std::function<void(const Return&)>;
};
template <>
struct shape<void> {
    using collected = void;
    using callback = std::function<void()>;
};

}  // namespace process_pool_detail

class process_pool {
    template <auto Function>
    using task = process_pool_detail::task<Function>;
    template <auto Function>
    using returned = typename task<Function>::returned;
    template <auto Function>
    using collected =
        typename process_pool_detail::shape<returned<Function>>::collected;

public:
    // A task threw: its exception's type and what(). Also what an initializer
    // throws, and whatever reads or writes arguments and results.
    class task_error : public std::exception {
    public:
        task_error(std::string type, std::string text)
            : type_(std::move(type)),
              text_(std::move(text)),
              what_(text_.empty() ? type_ : type_ + ": " + text_) {}
        const std::string& type() const {
            return type_;
        }
        const std::string& text() const {
            return text_;
        }
        const char* what() const noexcept override {
            return what_.c_str();
        }

    private:
        std::string type_, text_, what_;
    };

    // The worker ended while it ran the task; what() says how.
    class worker_died : public std::exception {
    public:
        explicit worker_died(std::string how) : how_(std::move(how)) {}
        const char* what() const noexcept override {
            return how_.c_str();
        }

    private:
        std::string how_;
    };

    // The pool takes no tasks, or was terminated before this one was done.
    class not_running : public std::exception {
    public:
        const char* what() const noexcept override {
            return "the pool is not running";
        }
    };

    // The result was not there in time. It may still come.
    class timeout_error : public std::exception {
    public:
        const char* what() const noexcept override {
            return "no result in time";
        }
    };

    // Kept by value, and thrown as a new exception each time.
    using error = std::variant<task_error, worker_died, not_running>;

    // Called by the server before the result is ready. A callback may submit
    // tasks, but not wait for them; what it throws ends the program.
    template <typename T>
    using callback = typename process_pool_detail::shape<T>::callback;
    using error_callback = std::function<void(const std::exception&)>;

    // A call that each worker makes before it takes tasks.
    class start {
    public:
        start() : message_(process_pool_detail::encode({}, [](auto&) {})) {}

    private:
        friend process_pool;
        explicit start(std::string message) : message_(std::move(message)) {}
        std::string message_;
    };
    template <auto Function>
    static start call(const auto&... arguments) {
        return start(request<Function>(arguments...));
    }

    struct options {
        unsigned processes = std::max(1u, std::thread::hardware_concurrency());
        unsigned tasks_per_child = 0;    // 0: a worker is never replaced
        start initializer = {};          // what it throws ends the pool
        std::size_t max_waiting = 1024;  // tasks; then who submits one waits
    };

    template <typename T>
    class result;
    template <typename T>
    class stream;

    // The first call in main(): where the program is a worker, it stays there.
    static void run_worker();

    // Throws std::system_error where a process can't be started.
    explicit process_pool(options wish);
    explicit process_pool(unsigned processes)
        : process_pool(options{.processes = processes}) {}
    process_pool() : process_pool(options{}) {}
    process_pool(const process_pool&) = delete;
    // Terminates, as the end of Python's with block does.
    ~process_pool() {
        terminate();
        server_.join();
    }

    // Calls the function in a worker and returns what it returns.
    template <auto Function, typename... Arguments>
    requires(task<Function>::template takes<Arguments...>())
        returned<Function> apply(const Arguments&... arguments) {
        may_wait();
        result<returned<Function>> later;
        run({request<Function>(arguments...), later.land()});
        return later.take();
    }

    // The same, without waiting for the result.
    template <auto Function, typename... Arguments>
    requires(task<Function>::template takes<Arguments...>()) auto apply_async(
        const Arguments&... arguments) {
        result<returned<Function>> later;
        submit({request<Function>(arguments...), later.land()});
        return later;
    }
    template <auto Function>
    auto apply_async(const typename task<Function>::arguments& arguments,
                     callback<returned<Function>> on_result,
                     error_callback on_error = {}) {
        result<returned<Function>> later(std::move(on_result),
                                         std::move(on_error));
        const auto ask = [](const auto&... each) {
            return request<Function>(each...);
        };
        submit({std::apply(ask, arguments), later.land()});
        return later;
    }

    // Calls the function with each value. Returns the results in order, or
    // throws the first error, when all calls are done. A worker is sent a chunk
    // of values at a time: by default a quarter of its share, or one value,
    // where the range can't say how many there are. An error ends its chunk.
    template <auto Function, std::ranges::input_range Range>
    auto map(Range&& values, std::size_t chunk = 0) {
        may_wait();
        return map_async<Function>(values, chunk).take();
    }
    template <auto Function, std::ranges::input_range Range>
    auto map_async(Range&& values, std::size_t chunk = 0,
                   callback<collected<Function>> on_result = {},
                   error_callback on_error = {}) {
        return spread<Function, single>(values, chunk, std::move(on_result),
                                        std::move(on_error));
    }

    // The same with tuples, each of which is a list of arguments.
    template <auto Function, std::ranges::input_range Range>
    auto starmap(Range&& values, std::size_t chunk = 0) {
        may_wait();
        return starmap_async<Function>(values, chunk).take();
    }
    template <auto Function, std::ranges::input_range Range>
    auto starmap_async(Range&& values, std::size_t chunk = 0,
                       callback<collected<Function>> on_result = {},
                       error_callback on_error = {}) {
        return spread<Function, several>(values, chunk, std::move(on_result),
                                         std::move(on_error));
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
    void close();
    // Ends the workers; tasks that are not done fail with not_running.
    void terminate();
    // Waits for the workers' end; call close() or terminate() first.
    void join();
    // The workers' process ids at this moment.
    std::vector<pid_t> pids();

private:
    // Takes a task's answer: an archive, or why there is none.
    using landing = std::function<void(std::string_view, const error*)>;
    struct job {
        std::string message;
        landing land;
        std::uint64_t number = 0;
    };
    struct worker {
        process_pool_detail::child process;
        process_pool_detail::descriptor socket;
        process_pool_detail::board board;
        process_pool_detail::inbox in{};
        std::string out{};  // what the socket has not taken, from `taken` on
        std::size_t taken = 0;
        std::deque<job> held{};  // in the order sent
        std::uint64_t sent = 0;  // the last number
        unsigned given = 0;      // without what was taken back
        bool started = false, retired = false;
        bool watched = true;    // the server waits for its answers
        bool borrowed = false;  // a thread in apply() does
    };
    struct finished {
        landing land;
        std::string archive;
        std::optional<error> failure;
    };
    enum class state { running, closing, ended };

    static constexpr std::size_t ahead = 16;        // tasks sent to one worker
    static constexpr std::size_t bytes = 16 << 20;  // of tasks that wait
    static constexpr int false_starts = 3;          // in a row end the pool

    template <auto Function>
    struct single {
        static void save(auto& archive, const auto& value) {
            task<Function>::save(archive, value);
        }
    };
    template <auto Function>
    struct several {
        static void save(auto& archive, const auto& values) {
            const auto each = [&](const auto&... value) {
                task<Function>::save(archive, value...);
            };
            std::apply(each, values);
        }
    };
    template <typename Range>
    class source;
    template <typename T>
    struct collector;

    // The message that asks for one call.
    template <auto Function>
    static std::string request(const auto&... arguments) {
        using namespace process_pool_detail;
        return encode(
            {.code = task<Function>::code, .calls = 1}, [&](writer& out) {
                process_pool_detail::task<Function>::save(out, arguments...);
            });
    }

    template <auto Function, template <auto> typename Form, typename Range>
    auto spread(Range& values, std::size_t chunk,
                callback<collected<Function>> on_result,
                error_callback on_error) {
        result<collected<Function>> later(std::move(on_result),
                                          std::move(on_error));
        const auto all = std::make_shared<collector<returned<Function>>>(later);
        if constexpr (std::ranges::sized_range<Range>) {
            const auto size =
                static_cast<std::size_t>(std::ranges::size(values));
            const std::size_t chunks = 4 * processes_;
            if (chunk == 0)
                chunk = (size + chunks - 1) / chunks;
        }
        source<Range&> from(values, std::max<std::size_t>(chunk, 1));
        std::size_t first = 0;
        while (auto message = from.template next<Function, Form<Function>>()) {
            all->expect(message->calls);
            submit({std::move(message->text),
                    [all, first, calls = message->calls](
                        std::string_view archive, const error* failure) {
                        all->land(first, calls, archive, failure);
                    }});
            first += message->calls;
        }
        all->arrive();
        return later;
    }

    template <auto Function, typename Range>
    auto flow(Range&& values, std::size_t chunk, bool ordered) {
        auto from = std::make_shared<source<Range>>(
            std::forward<Range>(values), std::max<std::size_t>(chunk, 1));
        return stream<returned<Function>>(
            ordered, ahead * processes_, [this, from](auto landing) {
                auto message =
                    from->template next<Function, single<Function>>();
                if (message)
                    submit({std::move(message->text), landing(message->calls)});
                return message.has_value();
            });
    }

    void may_wait() const {
        if (on_server())
            throw std::logic_error("a callback can't wait for a task");
    }
    void submit(job one);
    void run(job one);
    void serve();

    // What follows is called with the mutex held.
    void start_worker();
    void dispatch();
    bool may_take(const worker& one) const;
    worker* choose();
    bool take_back(const worker& thief);
    void give(worker& one);
    void flush(worker& one);
    bool receive(worker& one, std::vector<finished>& into);
    bool attend(worker& one, short events, std::vector<finished>& into);
    void retire(worker& one);
    void bury(std::list<worker>::iterator one);
    static short wanted(const worker& one) {
        return one.out.empty() ? POLLIN : POLLIN | POLLOUT;
    }
    static void settle(std::vector<finished>& all,
                       std::unique_lock<std::mutex>& lock);
    void end(error why);
    bool idle() const;
    void wake();
    bool on_server() const {
        return std::this_thread::get_id() == server_.get_id();
    }

    const std::size_t processes_;
    const unsigned tasks_per_child_;
    const std::size_t max_waiting_;
    const start initializer_;
    process_pool_detail::descriptor wake_;
    std::mutex mutex_;
    std::condition_variable room_, over_;
    state state_ = state::running;
    bool joined_ = false;
    error why_ = not_running();
    std::deque<job> waiting_;
    std::size_t waiting_bytes_ = 0;
    int false_starts_ = 0;
    std::list<worker> workers_;
    std::vector<finished> finished_;
    std::thread server_;
};

// What a task will return: multiprocessing.pool.AsyncResult. Copies share it.
template <typename T>
class process_pool::result {
    using value = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

public:
    bool ready() const {
        const std::lock_guard lock(shared_->mutex);
        return shared_->done();
    }
    // Whether it is a value. Throws std::logic_error where it is not ready.
    bool successful() const {
        const std::lock_guard lock(shared_->mutex);
        if (!shared_->done())
            throw std::logic_error("the result is not ready");
        return !shared_->failure;
    }
    void wait() const {
        std::unique_lock lock(shared_->mutex);
        shared_->settled.wait(lock, [&] { return shared_->done(); });
    }
    // Whether it is ready in time.
    bool wait_for(std::chrono::nanoseconds limit) const {
        std::unique_lock lock(shared_->mutex);
        return shared_->settled.wait_for(lock, limit,
                                         [&] { return shared_->done(); });
    }
    // Waits; returns the value or throws the error, as often as asked.
    T get() const {
        wait();
        if (shared_->failure)
            std::visit([](const auto& why) { throw why; }, *shared_->failure);
        if constexpr (!std::is_void_v<T>)
            return *shared_->got;
    }
    // Throws timeout_error where it is not ready in time.
    T get_for(std::chrono::nanoseconds limit) const {
        if (!wait_for(limit))
            throw timeout_error();
        return get();
    }

private:
    friend process_pool;

    struct shared {
        std::mutex mutex;
        std::condition_variable settled;
        std::optional<value> got;
        std::optional<error> failure;
        callback<T> on_result;
        error_callback on_error;

        bool done() const {
            return got || failure;
        }
        void succeed(value result) noexcept {
            if constexpr (std::is_void_v<T>) {
                if (on_result)
                    on_result();
            } else {
                if (on_result)
                    on_result(result);
            }
            const std::lock_guard lock(mutex);
            got = std::move(result);
            settled.notify_all();
        }
        void fail(const error& why) noexcept {
            if (on_error)
                std::visit(on_error, why);
            const std::lock_guard lock(mutex);
            failure = why;
            settled.notify_all();
        }
    };

    result() = default;
    result(callback<T> on_result, error_callback on_error) {
        shared_->on_result = std::move(on_result);
        shared_->on_error = std::move(on_error);
    }
    landing land() const {
        return [to = shared_](std::string_view archive, const error* failure) {
            if (failure)
                return to->fail(*failure);
            value got{};
            if constexpr (!std::is_void_v<T>)
                process_pool_detail::decode(archive,
                                            [&](auto& in) { in >> got; });
            to->succeed(std::move(got));
        };
    }
    // For the only owner.
    T take() {
        wait();
        if (shared_->failure)
            return get();
        if constexpr (!std::is_void_v<T>)
            return std::move(*shared_->got);
    }

    std::shared_ptr<shared> shared_ = std::make_shared<shared>();
};

// The results of map(), while they come in.
template <typename T>
struct process_pool::collector {
    using value = std::conditional_t<std::is_void_v<T>, std::monostate, T>;
    using collected = typename process_pool_detail::shape<T>::collected;

    explicit collector(const result<collected>& later) : to(later.shared_) {}

    void expect(std::size_t calls) {
        const std::lock_guard lock(mutex);
        ++missing;
        if constexpr (!std::is_void_v<T>)
            values.resize(values.size() + calls);
    }
    void land(std::size_t first, std::size_t calls, std::string_view archive,
              const error* why) {
        {
            const std::lock_guard lock(mutex);
            if (why && !failure)
                failure = *why;
            if constexpr (!std::is_void_v<T>)
                if (!why)
                    process_pool_detail::decode(archive, [&](auto& in) {
                        for (std::size_t i = first; i < first + calls; ++i) {
                            value got{};
                            in >> got;
                            values[i] = std::move(got);
                        }
                    });
        }
        arrive();
    }
    void arrive() {
        {
            const std::lock_guard lock(mutex);
            if (--missing > 0)
                return;
        }
        if (failure)
            to->fail(*failure);
        else if constexpr (std::is_void_v<T>)
            to->succeed({});
        else
            to->succeed(std::move(values));
    }

    const std::shared_ptr<typename result<collected>::shared> to;
    std::mutex mutex;
    std::vector<value> values;
    std::optional<error> failure;
    std::size_t missing = 1;  // chunks, and the end of submitting them
};

// A range, or a reference to one, that is cut into messages.
template <typename Range>
class process_pool::source {
public:
    struct message {
        std::string text;
        std::uint32_t calls;
    };

    source(Range values, std::size_t chunk)
        : values_(std::forward<Range>(values)), chunk_(chunk) {}

    // Takes no value from the range before it is asked for the next message.
    template <auto Function, typename Form>
    std::optional<message> next() {
        message made{{}, 0};
        made.text = process_pool_detail::encode(
            {.code = task<Function>::code}, [&](auto& out) {
                for (; made.calls < chunk_ && advance(); ++made.calls)
                    Form::save(out, **at_);
                return made.calls;
            });
        return made.calls > 0 ? std::optional(std::move(made)) : std::nullopt;
    }

private:
    bool advance() {
        if (!at_)
            at_ = std::make_unique<iterator>(std::ranges::begin(values_));
        else if (*at_ != std::ranges::end(values_))
            ++*at_;
        return *at_ != std::ranges::end(values_);
    }
    Range values_;
    std::size_t chunk_;
    using iterator = std::ranges::iterator_t<std::remove_reference_t<Range>>;
    std::unique_ptr<iterator> at_;  // none before the first value is taken
};

// The results of imap(): a range, also for next(), one result at a time. What a
// task threw is thrown in its place; the results behind it follow.
template <typename T>
class process_pool::stream {
    static_assert(!std::is_void_v<T>, "imap needs results");

public:
    stream(stream&&) = default;
    // The next result; none at the end.
    std::optional<T> next() {
        return next_until(std::nullopt);
    }
    // Throws timeout_error where it is not there in time; it may come later.
    std::optional<T> next_for(std::chrono::nanoseconds limit) {
        return next_until(std::chrono::steady_clock::now() + limit);
    }

    class iterator {
    public:
        using value_type = T;
        using difference_type = std::ptrdiff_t;
        explicit iterator(stream& from) : from_(&from), value_(from.next()) {}
        const T& operator*() const {
            return *value_;
        }
        iterator& operator++() {
            value_ = from_->next();
            return *this;
        }
        void operator++(int) {
            ++*this;
        }
        bool operator==(std::default_sentinel_t) const {
            return !value_;
        }

    private:
        stream* from_;
        std::optional<T> value_;
    };
    iterator begin() {
        return iterator(*this);
    }
    std::default_sentinel_t end() const {
        return {};
    }

private:
    friend process_pool;
    struct shared {
        std::mutex mutex;
        std::condition_variable landed;
        std::map<std::uint64_t, std::variant<std::vector<T>, error>> chunks;
        std::uint64_t arrivals = 0;
    };
    // Submits a chunk that lands as told; false where there is none.
    using feeder = std::function<bool(std::function<landing(std::size_t)>)>;

    stream(bool ordered, std::size_t window, feeder feed)
        : ordered_(ordered), window_(window), feed_(std::move(feed)) {
        fill();
    }
    void fill() {
        while (more_ && sent_ - taken_ < window_) {
            more_ = feed_([this](std::size_t calls) { return land(calls); });
            sent_ += more_;
        }
    }
    landing land(std::size_t calls) const {
        return [to = shared_, number = sent_, calls, ordered = ordered_](
                   std::string_view archive, const error* why) {
            std::variant<std::vector<T>, error> got;
            if (why)
                got = *why;
            else
                process_pool_detail::decode(archive, [&](auto& in) {
                    std::vector<T>& values = std::get<0>(got);
                    while (values.size() < calls) {
                        T value{};
                        in >> value;
                        values.push_back(std::move(value));
                    }
                });
            const std::lock_guard lock(to->mutex);
            to->chunks[ordered ? number : to->arrivals++] = std::move(got);
            to->landed.notify_all();
        };
    }
    std::optional<T> next_until(
        std::optional<std::chrono::steady_clock::time_point> limit) {
        if (at_ == chunk_.size()) {
            fill();
            if (taken_ == sent_)
                return std::nullopt;
            std::unique_lock lock(shared_->mutex);
            const auto here = [&] { return shared_->chunks.contains(taken_); };
            if (!limit)
                shared_->landed.wait(lock, here);
            else if (!shared_->landed.wait_until(lock, *limit, here))
                throw timeout_error();
            auto got = shared_->chunks.extract(taken_++);
            lock.unlock();
            if (auto* why = std::get_if<error>(&got.mapped()))
                std::visit([](const auto& each) { throw each; }, *why);
            chunk_ = std::get<0>(std::move(got.mapped()));
            at_ = 0;
        }
        return std::move(chunk_[at_++]);
    }

    bool ordered_;
    std::size_t window_;
    feeder feed_;
    std::shared_ptr<shared> shared_ = std::make_shared<shared>();
    bool more_ = true;
    std::uint64_t sent_ = 0, taken_ = 0;
    std::vector<T> chunk_;
    std::size_t at_ = 0;
};

// ---------------------------------------------------------------- the worker

namespace process_pool_detail {

// In a worker's environment: its socket and its board, as descriptors.
constexpr char variable[] = "PROCESS_POOL_WORKER";

// The text of the exception's type, while it is being handled.
inline std::string exception_name() {
    const std::type_info* type = abi::__cxa_current_exception_type();
    return type ? boost::core::demangle(type->name()) : "unknown";
}

inline std::string perform(const inbox::message& task) {
    std::string type, text;
    try {
        return encode(
            {.number = task.head.number, .code = returned}, [&](writer& out) {
                decode(task.archive, [&](reader& in) {
                    runners().at(task.head.code)(in, out, task.head.calls);
                });
            });
    } catch (const std::exception& error) {
        type = exception_name();
        text = error.what();
    } catch (...) {
        type = exception_name();
    }
    return encode({.number = task.head.number, .code = threw},
                  [&](writer& out) { out << type << text; });
}

inline void send_all(int socket, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t size =
            send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (size > 0)
            bytes.remove_prefix(static_cast<std::size_t>(size));
        else if (errno != EINTR)
            _exit(EXIT_FAILURE);
    }
}

[[noreturn]] inline void work(int socket, board tasks) {
    // The parent ends a worker by closing its direction of the socket, which
    // is the end of all messages. Both directions closed is the parent's
    // death: it ends the worker also in the middle of a task.
    std::thread([socket] {
        pollfd parent{socket, 0, 0};
        while (poll(&parent, 1, -1) < 0) {}
        _exit(EXIT_FAILURE);
    }).detach();
    inbox in;
    while (in.receive(socket, 0))
        while (const auto task = in.next()) {
            const bool start = task->head.number == 0;
            if (!start && !tasks.claim(task->head.number))
                continue;
            const std::string answer = perform(*task);
            // What a task prints is there before its result is.
            std::cout.flush();
            send_all(socket, answer);
            header head;
            std::memcpy(&head, answer.data(), sizeof head);
            // Not set up, it must not take tasks.
            if (start && head.code == threw)
                std::exit(EXIT_FAILURE);
        }
    std::exit(EXIT_SUCCESS);
}

}  // namespace process_pool_detail

inline void process_pool::run_worker() {
    using namespace process_pool_detail;
    const char* given = std::getenv(variable);
    if (!given)
        return;
    int socket = -1, memory = -1;
    std::sscanf(given, "%d,%d", &socket, &memory);
    unsetenv(variable);
    // Not for the programs that a task may start.
    fcntl(socket, F_SETFD, FD_CLOEXEC);
    work(socket, board(descriptor(memory, variable)));
}

// ---------------------------------------------------------------- the parent

inline process_pool::process_pool(options wish)
    : processes_(wish.processes),
      tasks_per_child_(wish.tasks_per_child),
      max_waiting_(std::max<std::size_t>(wish.max_waiting, 1)),
      initializer_(std::move(wish.initializer)),
      wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd") {
    if (processes_ == 0)
        throw std::invalid_argument("a pool has at least one process");
    if (std::getenv(process_pool_detail::variable))
        throw std::logic_error(
            "main() must call process_pool::run_worker() first");
    const std::lock_guard lock(mutex_);
    while (workers_.size() < processes_)
        start_worker();
    server_ = std::thread([this] { serve(); });
}

inline void process_pool::start_worker() {
    using namespace process_pool_detail;
    int ends[2];
    check(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0,
          "socketpair");
    descriptor ours(ends[0], "socket"), theirs(ends[1], "socket");
    const descriptor memory = board::memory();

    std::string marked = variable + ("=" + std::to_string(theirs.get())) + "," +
                         std::to_string(memory.get());
    std::vector<char*> environment;
    for (char** each = environ; *each; ++each)
        environment.push_back(*each);
    environment.insert(environment.end(), {marked.data(), nullptr});
    char* arguments[] = {program_invocation_name, nullptr};

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    // Duplicated to itself, a descriptor stays open in the child.
    for (int fd : {theirs.get(), memory.get()})
        posix_spawn_file_actions_adddup2(&actions, fd, fd);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", 0, 0);
    pid_t pid = 0;
    errno = posix_spawn(&pid, "/proc/self/exe", &actions, nullptr, arguments,
                        environment.data());
    posix_spawn_file_actions_destroy(&actions);
    check(errno == 0, "posix_spawn");

    worker& one = workers_.emplace_back(
        worker{child(pid), std::move(ours), board(memory)});
    one.out = initializer_.message_;
    flush(one);
}

inline void process_pool::submit(job one) {
    std::unique_lock lock(mutex_);
    if (!on_server())
        room_.wait(lock, [&] {
            return state_ != state::running ||
                   (waiting_.size() < max_waiting_ && waiting_bytes_ < bytes);
        });
    if (state_ == state::ended)
        std::visit([](const auto& why) { throw why; }, why_);
    if (state_ == state::closing)
        throw not_running();
    waiting_bytes_ += one.message.size();
    waiting_.push_back(std::move(one));
    dispatch();
}

// Sends waiting tasks to the workers that have the fewest.
inline void process_pool::dispatch() {
    while (worker* one = choose()) {
        if (waiting_.empty() && !take_back(*one))
            break;
        give(*one);
    }
    for (worker& one : workers_)
        flush(one);
    if (waiting_.size() <= max_waiting_ / 2 && waiting_bytes_ <= bytes / 2)
        room_.notify_all();
}

inline bool process_pool::may_take(const worker& one) const {
    using process_pool_detail::board;
    return !one.retired && !one.borrowed &&
           (one.held.empty() ||
            one.sent - one.held.front().number < board::places - 1) &&
           (tasks_per_child_ == 0 || one.given < tasks_per_child_);
}

inline process_pool::worker* process_pool::choose() {
    worker* best = nullptr;
    for (worker& one : workers_) {
        const bool fits =
            one.started ? one.held.size() < ahead && one.out.size() < 1 << 16
                        : one.held.empty();
        if (fits && may_take(one) &&
            (!best || one.held.size() < best->held.size()))
            best = &one;
    }
    return best;
}

// For an idle worker, takes a task back that another has not begun.
inline bool process_pool::take_back(const worker& thief) {
    if (!thief.started || !thief.held.empty())
        return false;
    for (worker& one : workers_) {
        if (one.borrowed || one.held.size() < (one.started ? 2 : 1) ||
            !one.board.claim(one.held.back().number))
            continue;
        waiting_bytes_ += one.held.back().message.size();
        waiting_.push_front(std::move(one.held.back()));
        one.held.pop_back();
        --one.given;
        return true;
    }
    return false;
}

inline void process_pool::give(worker& one) {
    job& task = one.held.emplace_back(std::move(waiting_.front()));
    waiting_.pop_front();
    waiting_bytes_ -= task.message.size();
    task.number = ++one.sent;
    ++one.given;
    one.board.offer(task.number);
    std::memcpy(
        task.message.data() + offsetof(process_pool_detail::header, number),
        &task.number, sizeof task.number);
    one.out += task.message;
    if (!one.watched && !one.borrowed)
        wake();
}

// Sends what the socket takes now.
inline void process_pool::flush(worker& one) {
    while (one.taken < one.out.size()) {
        const ssize_t size =
            send(one.socket.get(), one.out.data() + one.taken,
                 one.out.size() - one.taken, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (size > 0)
            one.taken += static_cast<std::size_t>(size);
        else if (errno == EAGAIN)
            return wake();  // the server waits until it takes more
        else if (errno != EINTR)
            break;  // it is dead, as the server will see
    }
    one.out.clear();
    one.taken = 0;
}

// Reads answers; false where the worker is gone.
inline bool process_pool::receive(worker& one,
                                  std::vector<finished>& into) try {
    using namespace process_pool_detail;
    const bool open = one.in.receive(one.socket.get(), MSG_DONTWAIT);
    while (const auto answer = one.in.next()) {
        std::optional<error> failure;
        if (answer->head.code == threw)
            decode(answer->archive, [&](reader& in) {
                std::string type, text;
                in >> type >> text;
                failure = task_error(type, text);
            });
        if (answer->head.number == 0) {
            one.started = true;
            false_starts_ = 0;
            if (failure)
                end(*failure);
            continue;
        }
        if (one.held.empty() || one.held.front().number != answer->head.number)
            return false;
        into.push_back({std::move(one.held.front().land),
                        std::string(answer->archive), std::move(failure)});
        one.held.pop_front();
    }
    // The server polls for something else next.
    one.watched = !one.started || !one.held.empty();
    if (one.held.empty() && tasks_per_child_ > 0 &&
        one.given == tasks_per_child_)
        retire(one);
    return open;
} catch (const std::exception&) {
    return false;  // what it sent makes no sense
}

inline void process_pool::retire(worker& one) {
    one.retired = true;
    shutdown(one.socket.get(), SHUT_WR);
}

// Removes a worker: what it ran fails, what it had not begun goes elsewhere.
inline void process_pool::bury(std::list<worker>::iterator one) {
    const std::string how = one->process.end();
    for (; !one->held.empty(); one->held.pop_back()) {
        job& task = one->held.back();
        if (state_ == state::ended) {
            finished_.push_back({std::move(task.land), {}, why_});
        } else if (one->board.claim(task.number)) {
            waiting_bytes_ += task.message.size();
            waiting_.push_front(std::move(task));
        } else {
            finished_.push_back({std::move(task.land), {}, worker_died(how)});
        }
    }
    false_starts_ += !one->started;
    workers_.erase(one);
    if (false_starts_ == false_starts)
        end(worker_died("no worker starts: " + how));
    if (state_ == state::running || (state_ == state::closing && !idle()))
        try {
            start_worker();
        } catch (const std::system_error& error) {
            end(worker_died(error.what()));
        }
}

// Does what poll() found; false where the worker is gone. No event within the
// second is a reason to look, too: a worker's own children may keep its socket
// open when it is dead.
inline bool process_pool::attend(worker& one, short events,
                                 std::vector<finished>& into) {
    if (events & POLLOUT)
        flush(one);
    const bool here = events == 0 ? !one.process.ended()
                                  : !(events & ~POLLOUT) || receive(one, into);
    // No more tasks for it while it waits to be buried.
    one.retired |= !here;
    return here;
}

// Hands out what has finished, with the mutex free.
inline void process_pool::settle(std::vector<finished>& all,
                                 std::unique_lock<std::mutex>& lock) {
    lock.unlock();
    for (finished& one : all) {
        if (!one.failure)
            try {
                one.land(one.archive, nullptr);
            } catch (const std::exception& error) {
                one.failure = task_error(process_pool_detail::exception_name(),
                                         error.what());
            }
        if (one.failure)
            one.land({}, &*one.failure);
    }
    all.clear();
    lock.lock();
}

// Where a worker is idle, the calling thread itself waits for its answer.
inline void process_pool::run(job task) {
    std::unique_lock lock(mutex_);
    const auto one = std::ranges::find_if(workers_, [&](const worker& each) {
        return each.started && !each.watched && each.held.empty() &&
               each.out.empty() && may_take(each);
    });
    if (state_ != state::running || !waiting_.empty() ||
        one == workers_.end()) {
        lock.unlock();
        return submit(std::move(task));
    }
    one->borrowed = true;
    waiting_bytes_ += task.message.size();
    waiting_.push_back(std::move(task));
    give(*one);
    flush(*one);
    std::vector<finished> answer;
    bool here = true;
    while (here && answer.empty()) {
        pollfd awaited{one->socket.get(), wanted(*one), 0};
        lock.unlock();
        const int events = poll(&awaited, 1, 1000);
        lock.lock();
        here = events < 0 || attend(*one, awaited.revents, answer);
    }
    settle(answer, lock);
    one->borrowed = false;
    if (one->retired || state_ != state::running || !waiting_.empty()) {
        dispatch();
        wake();
    }
}

inline void process_pool::serve() {
    std::unique_lock lock(mutex_);
    std::vector<pollfd> polled;
    std::vector<std::list<worker>::iterator> gone;
    for (;;) {
        if (state_ == state::ended) {
            for (job& task : waiting_)
                finished_.push_back({std::move(task.land), {}, why_});
            waiting_.clear();
        }
        if (state_ == state::closing && idle())
            for (worker& one : workers_)
                retire(one);
        dispatch();
        settle(finished_, lock);
        if (state_ != state::running && workers_.empty() && waiting_.empty())
            break;

        polled.assign(1, {wake_.get(), POLLIN, 0});
        for (worker& one : workers_) {
            one.watched = !one.started || !one.held.empty();
            polled.push_back({one.borrowed ? -1 : one.socket.get(),
                              one.watched ? wanted(one) : short{}, 0});
        }
        lock.unlock();
        const int events = poll(polled.data(), polled.size(), 1000);
        eventfd_t woken;
        eventfd_read(wake_.get(), &woken);
        lock.lock();

        auto seen = polled.begin() + 1;
        for (auto one = workers_.begin(); one != workers_.end(); ++one, ++seen)
            if (seen->fd >= 0 && !one->borrowed &&
                (seen->revents || events == 0) &&
                !attend(*one, seen->revents, finished_))
                gone.push_back(one);
        dispatch();
        settle(finished_, lock);
        for (auto one : gone)
            bury(one);
        gone.clear();
    }
    joined_ = true;
    over_.notify_all();
}

inline void process_pool::end(error why) {
    if (state_ == state::ended)
        return;
    state_ = state::ended;
    why_ = std::move(why);
    for (const worker& one : workers_)
        one.process.kill();
    room_.notify_all();
    wake();
}

inline bool process_pool::idle() const {
    return waiting_.empty() &&
           std::ranges::all_of(
               workers_, [](const auto& one) { return one.held.empty(); });
}

inline void process_pool::wake() {
    eventfd_write(wake_.get(), 1);
}

inline void process_pool::close() {
    const std::lock_guard lock(mutex_);
    if (state_ == state::running)
        state_ = state::closing;
    room_.notify_all();
    wake();
}

inline void process_pool::terminate() {
    {
        const std::lock_guard lock(mutex_);
        end(not_running());
    }
    if (!on_server())
        join();
}

inline void process_pool::join() {
    std::unique_lock lock(mutex_);
    if (state_ == state::running || on_server())
        throw std::logic_error("join() of a pool that is running");
    over_.wait(lock, [&] { return joined_; });
}

inline std::vector<pid_t> process_pool::pids() {
    const std::lock_guard lock(mutex_);
    std::vector<pid_t> all;
    for (const worker& one : workers_)
        all.push_back(one.process.pid());
    return all;
}
