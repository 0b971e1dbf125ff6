// A library to preload (LD_PRELOAD): it delays a program where its threads and
// processes meet, so that each run takes another of the orders it may take.
//
// LISTINGS_CHAOS=SEED decides every delay. Each thread draws from a generator
// of its own, whose seed follows from that of its creator and from how many it
// has created; so it does for processes. What is left to chance is what the
// system decides. Without LISTINGS_CHAOS the library only passes calls on.
//
// Delays come before or after a call, never instead of it, and leave errno as
// it is. Nothing here allocates or locks: calls come from signal handlers and
// from between fork and exec.

#include <dlfcn.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <spawn.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

constexpr char variable[] = "LISTINGS_CHAOS=";
constexpr std::int64_t microsecond = 1'000;
constexpr std::int64_t millisecond = 1'000'000;
// What a process spends on delays, all its threads together.
constexpr std::int64_t budget_of_process = 400 * millisecond;

// The mixing step of SplitMix64 (Steele, Lea and Flood, 2014).
std::uint64_t mixed(std::uint64_t x) {
    x += 0x9e3779b97f4a7c15;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
}

std::uint64_t derived(std::uint64_t seed, std::uint64_t number) {
    return mixed(seed ^ mixed(number + 1));
}

struct Process {
    std::uint64_t seed;
    std::atomic<std::uint64_t> children;
    std::atomic<std::int64_t> budget;
    std::atomic<bool> on;
};

struct Thread {
    bool known;
    std::uint64_t seed;
    std::uint64_t state;
    std::uint64_t calls;
    std::uint64_t created;
    std::uint64_t long_delays_at[2];
    unsigned tempo;
};

constinit Process process{};
// The library is there when the program starts, so its thread-local storage
// need not be allocated at the first use.
constinit thread_local Thread self __attribute__((tls_model("initial-exec"))){};

std::uint64_t draw() {
    self.state += 0x9e3779b97f4a7c15;
    return mixed(self.state);
}

// A length between `least` and twice that.
std::int64_t some(std::int64_t least) {
    return least + static_cast<std::int64_t>(draw() %
                                             static_cast<std::uint64_t>(least));
}

// Makes this thread the one that `seed` describes.
//
// Some threads are quick, some dawdle at every call: that, more than delays
// alike for all, leads to rare orders. Two delays may be long enough to outlast
// the sleeps by which programs mean to keep things in order; they come early
// rather than late, and for some threads before anything else.
void become(std::uint64_t seed) {
    self = Thread{};
    self.known = true;
    self.seed = seed;
    self.state = seed;
    self.tempo = static_cast<unsigned>(draw() % 4);
    for (std::uint64_t& call : self.long_delays_at) {
        const unsigned magnitude = draw() % 8;
        call = draw() % (std::uint64_t{1} << magnitude);
    }
}

void pause_for(std::int64_t nanoseconds);

// Delays this thread, yields, or does nothing: most often nothing.
void jolt() {
    if (!process.on.load(std::memory_order_relaxed))
        return;
    const int error = errno;
    if (!self.known)
        become(derived(process.seed, static_cast<std::uint64_t>(gettid())));
    const std::uint64_t call = self.calls++;
    const std::uint64_t lot = draw() % 1024;
    // What goes on for long is delayed ever more rarely.
    const std::uint64_t rarer = 1 + call / 32;
    const std::uint64_t often =
        (self.tempo == 0 ? 64 : self.tempo * 192) / rarer;
    const bool is_long =
        call == self.long_delays_at[0] || call == self.long_delays_at[1];
    if (is_long && draw() % 4 != 0)
        pause_for(some(millisecond << draw() % 6));
    else if (lot < often / 8)
        pause_for(some(2 * millisecond));
    else if (lot < often)
        pause_for(some(128 * microsecond));
    else if (lot > 1023 - 256 / rarer)
        pause_for(0);
    errno = error;
}

// The function that this library stands in front of. pthread_cond_* have an old
// version besides, which must not be taken.
void* next(std::atomic<void*>& known, const char* name) {
    void* found = known.load(std::memory_order_relaxed);
    if (found)
        return found;
    if (std::strncmp(name, "pthread_cond_", 13) == 0)
        found = dlvsym(RTLD_NEXT, name, "GLIBC_2.3.2");
    if (!found)
        found = dlsym(RTLD_NEXT, name);
    if (!found)
        abort();
    known.store(found, std::memory_order_relaxed);
    return found;
}

// NOLINTNEXTLINE(cppcoreguidelines-macro-usage): the name is needed as text too
#define NEXT(name)                                          \
    (reinterpret_cast<decltype(&(name))>([] {               \
        static constinit std::atomic<void*> known{nullptr}; \
        return next(known, #name);                          \
    }()))

// Waits, or yields for 0; no cancellation point, which nanosleep() would be.
void pause_for(std::int64_t nanoseconds) {
    auto* call = NEXT(syscall);
    if (nanoseconds == 0) {
        call(SYS_sched_yield);
        return;
    }
    if (process.budget.fetch_sub(nanoseconds, std::memory_order_relaxed) <
        nanoseconds) {
        process.budget.store(0, std::memory_order_relaxed);
        return;
    }
    const timespec time{nanoseconds / 1'000'000'000,
                        nanoseconds % 1'000'000'000};
    call(SYS_nanosleep, &time, nullptr);
}

__attribute__((constructor)) void start() {
    const char* text = getenv("LISTINGS_CHAOS");
    if (!text || !*text)
        return;
    process.seed = mixed(strtoull(text, nullptr, 10));
    process.budget.store(budget_of_process);
    become(process.seed);
    process.on.store(true);
}

std::uint64_t seed_of_next_child() {
    return derived(process.seed, ~process.children.fetch_add(1));
}

// In a child that was forked: it is a process of its own.
void start_again(std::uint64_t seed) {
    process.seed = seed;
    process.children.store(0);
    process.budget.store(budget_of_process);
    become(seed);
}

// An environment for a new program: the same, but for the seed. Held by the
// caller, since between fork and exec nothing may be allocated.
class Environment {
public:
    explicit Environment(char* const* old) {
        if (!process.on.load(std::memory_order_relaxed) || !old)
            return;
        std::size_t count = 0;
        bool found = false;
        for (; old[count]; ++count) {
            if (count + 1 == capacity)
                return;
            entries[count] = old[count];
            if (std::strncmp(old[count], variable, sizeof variable - 1) == 0) {
                entries[count] = text;
                found = true;
            }
        }
        entries[count] = nullptr;
        usable = found;
        write_seed(seed_of_next_child());
    }

    char* const* or_else(char* const* old) const {
        return usable ? const_cast<char* const*>(entries) : old;
    }

private:
    static constexpr std::size_t capacity = 1024;

    void write_seed(std::uint64_t seed) {
        std::memcpy(text, variable, sizeof variable);
        char digits[24];
        std::size_t length = 0;
        do {
            digits[length++] = static_cast<char>('0' + seed % 10);
            seed /= 10;
        } while (seed);
        char* end = text + sizeof variable - 1;
        while (length)
            *end++ = digits[--length];
        *end = '\0';
    }

    char* entries[capacity];
    char text[48];
    bool usable = false;
};

// A new thread's start, with what it was really to do.
struct Start {
    void* (*function)(void*);
    void* argument;
    std::uint64_t seed;
};

void* begin(void* given) {
    const Start start = *static_cast<Start*>(given);
    free(given);
    become(start.seed);
    jolt();
    return start.function(start.argument);
}

// Passes a call on, with a chance of a delay on either side.
template <typename Function, typename... Arguments>
auto around(Function* function, Arguments... arguments) {
    jolt();
    const auto result = function(arguments...);
    jolt();
    return result;
}

// The same with a delay before only: for what wakes others or lets them in.
template <typename Function, typename... Arguments>
auto after_a_jolt(Function* function, Arguments... arguments) {
    jolt();
    return function(arguments...);
}

}  // namespace

#pragma GCC visibility push(default)
extern "C" {

// Threads

int pthread_create(pthread_t* thread, const pthread_attr_t* attributes,
                   void* (*function)(void*), void* argument) noexcept {
    auto* call = NEXT(pthread_create);
    auto* start = process.on.load(std::memory_order_relaxed)
                      ? static_cast<Start*>(malloc(sizeof(Start)))
                      : nullptr;
    if (!start)
        return call(thread, attributes, function, argument);
    *start = Start{function, argument, derived(self.seed, self.created++)};
    const int result = call(thread, attributes, begin, start);
    if (result != 0)
        free(start);
    jolt();
    return result;
}

int pthread_join(pthread_t thread, void** value) {
    return around(NEXT(pthread_join), thread, value);
}

// Mutexes and locks

int pthread_mutex_lock(pthread_mutex_t* mutex) noexcept {
    return around(NEXT(pthread_mutex_lock), mutex);
}

int pthread_mutex_trylock(pthread_mutex_t* mutex) noexcept {
    return after_a_jolt(NEXT(pthread_mutex_trylock), mutex);
}

int pthread_mutex_timedlock(pthread_mutex_t* mutex,
                            const timespec* time) noexcept {
    return around(NEXT(pthread_mutex_timedlock), mutex, time);
}

int pthread_mutex_clocklock(pthread_mutex_t* mutex, clockid_t clock,
                            const timespec* time) noexcept {
    return around(NEXT(pthread_mutex_clocklock), mutex, clock, time);
}

int pthread_mutex_unlock(pthread_mutex_t* mutex) noexcept {
    return around(NEXT(pthread_mutex_unlock), mutex);
}

int pthread_rwlock_rdlock(pthread_rwlock_t* lock) noexcept {
    return around(NEXT(pthread_rwlock_rdlock), lock);
}

int pthread_rwlock_wrlock(pthread_rwlock_t* lock) noexcept {
    return around(NEXT(pthread_rwlock_wrlock), lock);
}

int pthread_rwlock_unlock(pthread_rwlock_t* lock) noexcept {
    return around(NEXT(pthread_rwlock_unlock), lock);
}

int pthread_barrier_wait(pthread_barrier_t* barrier) noexcept {
    return around(NEXT(pthread_barrier_wait), barrier);
}

// Conditions

int pthread_cond_wait(pthread_cond_t* condition, pthread_mutex_t* mutex) {
    return around(NEXT(pthread_cond_wait), condition, mutex);
}

int pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex,
                           const timespec* time) {
    return around(NEXT(pthread_cond_timedwait), condition, mutex, time);
}

int pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex,
                           clockid_t clock, const timespec* time) {
    return around(NEXT(pthread_cond_clockwait), condition, mutex, clock, time);
}

int pthread_cond_signal(pthread_cond_t* condition) noexcept {
    return around(NEXT(pthread_cond_signal), condition);
}

int pthread_cond_broadcast(pthread_cond_t* condition) noexcept {
    return around(NEXT(pthread_cond_broadcast), condition);
}

// Semaphores

int sem_wait(sem_t* semaphore) {
    return around(NEXT(sem_wait), semaphore);
}

int sem_trywait(sem_t* semaphore) noexcept {
    return after_a_jolt(NEXT(sem_trywait), semaphore);
}

int sem_timedwait(sem_t* semaphore, const timespec* time) {
    return around(NEXT(sem_timedwait), semaphore, time);
}

int sem_clockwait(sem_t* semaphore, clockid_t clock, const timespec* time) {
    return around(NEXT(sem_clockwait), semaphore, clock, time);
}

int sem_post(sem_t* semaphore) noexcept {
    return around(NEXT(sem_post), semaphore);
}

// std::atomic::wait, std::latch and the like ask for futexes by number.
long syscall(long number, ...) noexcept {
    va_list list;
    va_start(list, number);
    long given[6];
    for (long& one : given)
        one = va_arg(list, long);
    va_end(list);
    auto* call = NEXT(syscall);
    if (number == SYS_futex)
        jolt();
    const long result = call(number, given[0], given[1], given[2], given[3],
                             given[4], given[5]);
    if (number == SYS_futex)
        jolt();
    return result;
}

// Input and output. A stream of the C library writes without calling write(),
// so what fills it and what empties it are delayed instead.

ssize_t read(int file, void* bytes, size_t count) {
    return around(NEXT(read), file, bytes, count);
}

ssize_t write(int file, const void* bytes, size_t count) {
    return around(NEXT(write), file, bytes, count);
}

ssize_t readv(int file, const iovec* parts, int count) {
    return around(NEXT(readv), file, parts, count);
}

ssize_t writev(int file, const iovec* parts, int count) {
    return around(NEXT(writev), file, parts, count);
}

ssize_t send(int socket, const void* bytes, size_t count, int flags) {
    return around(NEXT(send), socket, bytes, count, flags);
}

ssize_t recv(int socket, void* bytes, size_t count, int flags) {
    return around(NEXT(recv), socket, bytes, count, flags);
}

ssize_t sendmsg(int socket, const msghdr* message, int flags) {
    return around(NEXT(sendmsg), socket, message, flags);
}

ssize_t recvmsg(int socket, msghdr* message, int flags) {
    return around(NEXT(recvmsg), socket, message, flags);
}

size_t fwrite(const void* bytes, size_t size, size_t count, FILE* stream) {
    return around(NEXT(fwrite), bytes, size, count, stream);
}

int fflush(FILE* stream) {
    return around(NEXT(fflush), stream);
}

int fputs(const char* text, FILE* stream) {
    return around(NEXT(fputs), text, stream);
}

int puts(const char* text) {
    return around(NEXT(puts), text);
}

// Waiting for what is ready, and for time to pass

int epoll_wait(int epoll, epoll_event* events, int most, int timeout) {
    return around(NEXT(epoll_wait), epoll, events, most, timeout);
}

int epoll_pwait(int epoll, epoll_event* events, int most, int timeout,
                const sigset_t* mask) {
    return around(NEXT(epoll_pwait), epoll, events, most, timeout, mask);
}

int poll(pollfd* files, nfds_t count, int timeout) {
    return around(NEXT(poll), files, count, timeout);
}

int select(int count, fd_set* reading, fd_set* writing, fd_set* failing,
           timeval* timeout) {
    return around(NEXT(select), count, reading, writing, failing, timeout);
}

int nanosleep(const timespec* time, timespec* left) {
    return around(NEXT(nanosleep), time, left);
}

int clock_nanosleep(clockid_t clock, int flags, const timespec* time,
                    timespec* left) {
    return around(NEXT(clock_nanosleep), clock, flags, time, left);
}

int usleep(useconds_t time) {
    return around(NEXT(usleep), time);
}

// Processes. After vfork() the child uses its parent's memory, which is fine:
// it takes the parent's next draws and ends in exec or _exit.

pid_t fork() noexcept {
    auto* call = NEXT(fork);
    if (!process.on.load(std::memory_order_relaxed))
        return call();
    jolt();
    const std::uint64_t seed = seed_of_next_child();
    const pid_t child = call();
    if (child == 0)
        start_again(seed);
    jolt();
    return child;
}

int execve(const char* path, char* const* arguments,
           char* const* environment) noexcept {
    auto* call = NEXT(execve);
    const Environment changed(environment);
    jolt();
    return call(path, arguments, changed.or_else(environment));
}

int execv(const char* path, char* const* arguments) noexcept {
    return execve(path, arguments, environ);
}

int execvpe(const char* file, char* const* arguments,
            char* const* environment) noexcept {
    auto* call = NEXT(execvpe);
    const Environment changed(environment);
    jolt();
    return call(file, arguments, changed.or_else(environment));
}

int execvp(const char* file, char* const* arguments) noexcept {
    return execvpe(file, arguments, environ);
}

int posix_spawn(pid_t* child, const char* path,
                const posix_spawn_file_actions_t* actions,
                const posix_spawnattr_t* attributes, char* const* arguments,
                char* const* environment) {
    auto* call = NEXT(posix_spawn);
    const Environment changed(environment);
    return around(call, child, path, actions, attributes, arguments,
                  changed.or_else(environment));
}

int posix_spawnp(pid_t* child, const char* file,
                 const posix_spawn_file_actions_t* actions,
                 const posix_spawnattr_t* attributes, char* const* arguments,
                 char* const* environment) {
    auto* call = NEXT(posix_spawnp);
    const Environment changed(environment);
    return around(call, child, file, actions, attributes, arguments,
                  changed.or_else(environment));
}

pid_t waitpid(pid_t child, int* status, int options) {
    return around(NEXT(waitpid), child, status, options);
}

int kill(pid_t receiver, int number) noexcept {
    return around(NEXT(kill), receiver, number);
}

void exit(int status) noexcept {
    auto* call = NEXT(exit);
    jolt();
    call(status);
    __builtin_unreachable();
}

void _exit(int status) {
    auto* call = NEXT(_exit);
    jolt();
    call(status);
    __builtin_unreachable();
}

}  // extern "C"
#pragma GCC visibility pop
