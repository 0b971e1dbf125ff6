// ch12/71_subprocess_protocol.cpp
// A protocol is told what a child process writes, when its pipes close and
// when it ends; one child ends by itself, the others are ended.
// Python: asyncio.loop.subprocess_exec, asyncio.loop.subprocess_shell,
//   asyncio.SubprocessProtocol, asyncio.SubprocessProtocol.pipe_data_received,
//   asyncio.SubprocessProtocol.pipe_connection_lost,
//   asyncio.SubprocessProtocol.process_exited, asyncio.SubprocessTransport,
//   asyncio.SubprocessTransport.get_pid,
//   asyncio.SubprocessTransport.get_pipe_transport,
//   asyncio.SubprocessTransport.get_returncode,
//   asyncio.SubprocessTransport.send_signal,
//   asyncio.SubprocessTransport.terminate, asyncio.SubprocessTransport.kill,
//   asyncio.SubprocessTransport.close
// Platform: posix

#include <sys/wait.h>
#include <array>
#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <csignal>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace process = boost::process::v2;
using boost::system::error_code;

class Protocol {
public:
    virtual ~Protocol() = default;
    virtual void pipe_data_received(int descriptor, std::string_view data) = 0;
    virtual void pipe_connection_lost(int descriptor) = 0;
    virtual void process_exited() = 0;
};

class Transport {
public:
    Transport(asio::io_context& loop, const std::string& program,
              const std::vector<std::string>& arguments)
        : input(loop),
          output(loop),
          errors(loop),
          child(loop, program, arguments,
                process::process_stdio{input, output, errors}) {}

    void start(Protocol& protocol) {
        read(protocol, 1, output, output_data);
        read(protocol, 2, errors, errors_data);
        child.async_wait([&](error_code, int) {
            const int status = child.native_exit_code();
            returncode =
                WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
            protocol.process_exited();
        });
    }
    auto get_pid() {
        return child.id();
    }
    std::optional<int> get_returncode() const {
        return returncode;
    }
    asio::writable_pipe& get_input() {
        return input;
    }

    void send_signal(int number) {
        // Once it is waited for, its id may be another process's.
        if (!returncode)
            ::kill(get_pid(), number);
    }
    void terminate() {
        send_signal(SIGTERM);
    }
    void kill() {
        send_signal(SIGKILL);
    }
    void close() {
        input.close();
        output.close();
        errors.close();
        kill();
    }

private:
    using Buffer = std::array<char, 1024>;

    void read(Protocol& protocol, int descriptor, asio::readable_pipe& pipe,
              Buffer& data) {
        pipe.async_read_some(
            asio::buffer(data),
            [&, descriptor](error_code error, std::size_t length) {
                if (error)
                    return protocol.pipe_connection_lost(descriptor);
                protocol.pipe_data_received(descriptor, {data.data(), length});
                read(protocol, descriptor, pipe, data);
            });
    }

    asio::writable_pipe input;
    asio::readable_pipe output, errors;
    process::process child;
    Buffer output_data, errors_data;
    std::optional<int> returncode;
};

class Report : public Protocol {
public:
    Report(Transport& transport, std::function<void()> when_ready)
        : transport(transport), when_ready(std::move(when_ready)) {}

    void pipe_data_received(int descriptor, std::string_view data) override {
        received[descriptor] += data;
        if (descriptor == 1 && received[1].ends_with('\n'))
            when_ready();
    }
    void pipe_connection_lost(int descriptor) override {
        if (received[descriptor] == std::to_string(transport.get_pid()) + '\n')
            received[descriptor] = "its process id\n";
        std::cout << (descriptor == 1 ? "output: " : "errors: ")
                  << received[descriptor];
    }
    void process_exited() override {
        std::cout << "ended: " << *transport.get_returncode() << '\n';
    }

private:
    Transport& transport;
    std::function<void()> when_ready;
    std::array<std::string, 3> received;
};

int child() {
    std::cout << process::current_pid() << std::endl;
    std::cin.get();  // until the pipe is closed
    std::cerr << "nobody asks\n";
    return 3;
}

int main(int argc, char* argv[]) {
    if (argc > 1)
        return child();

    using Action = std::function<void(Transport&)>;
    auto run = [](const std::string& program,
                  const std::vector<std::string>& arguments, Action action) {
        asio::io_context loop;
        Transport transport(loop, program, arguments);
        Report report(transport, [&] { action(transport); });
        transport.start(report);
        loop.run();
        transport.close();
    };
    std::cout << "main: closes its input\n";
    run(argv[0], {"child"},
        [](Transport& transport) { transport.get_input().close(); });

    const std::vector<std::string> command{
        "-c", "echo silence >&2; echo $$; exec cat"};
    std::cout << "main: terminates it\n";
    run("/bin/sh", command,
        [](Transport& transport) { transport.terminate(); });
    std::cout << "main: sends a signal\n";
    run("/bin/sh", command,
        [](Transport& transport) { transport.send_signal(SIGALRM); });
    std::cout << "main: kills it\n";
    run("/bin/sh", command, [](Transport& transport) { transport.kill(); });
}

/* Output:
main: closes its input
o| output: its process id
e| errors: nobody asks
x| ended: 3
main: terminates it
o| output: its process id
e| errors: silence
x| ended: -15
main: sends a signal
o| output: its process id
e| errors: silence
x| ended: -14
main: kills it
o| output: its process id
e| errors: silence
x| ended: -9
*/
