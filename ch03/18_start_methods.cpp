// ch03/18_start_methods.cpp
// A context says how children are started and from which program; the code
// that starts one neither knows nor cares.
// Python: multiprocessing.get_all_start_methods, multiprocessing.get_context,
//   multiprocessing.get_start_method, multiprocessing.set_start_method,
//   multiprocessing.set_executable
// Platform: posix

#include <unistd.h>
#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <cerrno>
#include <filesystem>
#include <iostream>
#include <map>
#include <string>
#include <system_error>

namespace asio = boost::asio;
namespace process = boost::process::v2;
namespace filesystem = std::filesystem;

int work(const std::string& origin) noexcept {
    std::cout << "child: " << origin << std::endl;
    return 0;
}

process::process fork_child(asio::io_context& io, const std::string&) {
    io.notify_fork(asio::io_context::fork_prepare);
    const pid_t pid = ::fork();
    if (pid == 0) {
        io.notify_fork(asio::io_context::fork_child);
        ::_exit(work("forked"));
    }
    const int error = errno;
    io.notify_fork(asio::io_context::fork_parent);
    if (pid == -1)
        throw std::system_error(error, std::system_category(), "fork");
    return process::process(io.get_executor(), pid);
}

process::process spawn_child(asio::io_context& io, const std::string& program) {
    return process::process(io, program, {"work"});
}

using StartMethod = process::process (*)(asio::io_context&, const std::string&);
const std::map<std::string, StartMethod> start_methods = {
    {"fork", fork_child}, {"spawn", spawn_child}};

struct Context {
    std::string method;
    std::string executable;

    process::process start(asio::io_context& io) const {
        return start_methods.at(method)(io, executable);
    }
};

// The same program under another name, for as long as this object lives.
struct Link {
    explicit Link(const filesystem::path& program)
        : path(filesystem::temp_directory_path() /
               ("another-" + std::to_string(process::current_pid()))) {
        filesystem::create_symlink(filesystem::absolute(program), path);
    }
    Link(const Link&) = delete;
    ~Link() {
        std::error_code ignored;
        filesystem::remove(path, ignored);
    }
    const filesystem::path path;
};

int main(int argc, char* argv[]) {
    if (argc > 1)
        return work("spawned from " +
                    filesystem::path(argv[0]).filename().string());

    std::cout << "methods:";
    for (const auto& [name, method] : start_methods)
        std::cout << ' ' << name;
    std::cout << std::endl;

    asio::io_context io;
    Context context{.method = "fork", .executable = argv[0]};
    std::cout << "main: " << context.method << std::endl;
    context.start(io).wait();

    const Link link(argv[0]);
    context = {.method = "spawn", .executable = link.path.string()};
    std::cout << "main: " << context.method << std::endl;
    context.start(io).wait();
}

/* Output:
methods: fork spawn{{( forkserver)?}}
main: fork
child: forked
main: spawn
child: spawned from another-{{\d+}}
*/
