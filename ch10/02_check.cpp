// ch10/02_check.cpp
// A command that fails throws nothing by itself: check_returncode makes an
// exception of it, which keeps what the command had written.
// Python: subprocess.CompletedProcess.check_returncode,
//   subprocess.CalledProcessError, subprocess.CalledProcessError.cmd,
//   subprocess.CalledProcessError.returncode,
//   subprocess.CalledProcessError.stdout, subprocess.CalledProcessError.stderr,
//   subprocess.SubprocessError

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

namespace asio = boost::asio;
namespace process = boost::process::v2;

struct CompletedProcess {
    void check_returncode() const;

    std::vector<std::string> args;
    int returncode;
    std::string output, errors;
};

struct SubprocessError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct CalledProcessError : SubprocessError {
    explicit CalledProcessError(const CompletedProcess& process)
        : SubprocessError("exit status " + std::to_string(process.returncode)),
          process(process) {}

    CompletedProcess process;
};

void CompletedProcess::check_returncode() const {
    if (returncode != 0)
        throw CalledProcessError(*this);
}

CompletedProcess run(const char* program, const std::string& pages) {
    asio::io_context io;
    asio::readable_pipe output(io), errors(io);
    process::process child(io, program, {"print", pages},
                           process::process_stdio{{}, output, errors});
    CompletedProcess completed{{"print", pages}, 0, "", ""};
    asio::async_read(output, asio::dynamic_buffer(completed.output),
                     asio::detached);
    asio::async_read(errors, asio::dynamic_buffer(completed.errors),
                     asio::detached);
    io.run();  // Until both pipes have come to their end.
    completed.returncode = child.wait();
    return completed;
}

int print(int pages) {
    std::cout << "page 1 printed\n";
    if (pages == 1)
        return 0;
    std::cerr << "out of paper\n";
    return 4;
}

int main(int argc, char* argv[]) {
    if (argc > 1)
        return print(std::stoi(argv[2]));

    try {
        run(argv[0], "1").check_returncode();
        std::cout << "print 1: done\n";
        run(argv[0], "2").check_returncode();
    } catch (const CalledProcessError& error) {
        std::cout << "print " << error.process.args.back() << ": "
                  << error.what() << '\n'
                  << "its output: " << error.process.output
                  << "its errors: " << error.process.errors;
    }
    try {
        run(argv[0], "3").check_returncode();
    } catch (const SubprocessError&) {
        std::cout << "print 3: caught by its base class\n";
    }
}

/* Output:
print 1: done
print 2: exit status 4
its output: page 1 printed
its errors: out of paper
print 3: caught by its base class
*/
