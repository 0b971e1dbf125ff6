// ch10/16_environment_and_directory.cpp
// A child gets its parent's environment and directory, or others made for it.
// Python: subprocess.run
// Platform: posix

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

namespace asio = boost::asio;
namespace process = boost::process::v2;

int report(const std::string& label) {
    const char* greeting = std::getenv("GREETING");
    const bool root = std::filesystem::current_path() == "/";
    std::cout << label << ": GREETING is " << (greeting ? greeting : "not set")
              << ", PATH is " << (std::getenv("PATH") ? "set" : "not set")
              << ", in " << (root ? "the root" : "main's directory")
              << std::endl;
    return 0;
}

void start_with(asio::io_context& io, const std::string& program,
                const std::string& label,
                const std::vector<std::string>& environment) {
    std::vector<const char*> pointers;
    for (const std::string& entry : environment)
        pointers.push_back(entry.c_str());
    pointers.push_back(nullptr);

    // What a process is started with otherwise, but with its own environment.
    process::default_process_launcher launcher;
    launcher.env = pointers.data();
    launcher(io.get_executor(), program, std::vector<std::string>{label})
        .wait();
}

int main(int argc, char* argv[]) {
    if (argc > 1)
        return report(argv[1]);

    asio::io_context io;
    // A relative path would be followed from the new directory.
    const std::string program = std::filesystem::absolute(argv[0]).string();
    process::process(io, program, {"inherited"}).wait();
    process::process(io, program, {"elsewhere"},
                     process::process_start_dir("/"))
        .wait();

    start_with(io, program, "replaced", {"GREETING=hello"});

    std::vector<std::string> environment;
    for (const auto entry : process::environment::current())
        environment.push_back(entry.string());
    environment.push_back("GREETING=good morning");
    start_with(io, program, "extended", environment);
}

/* Output:
inherited: GREETING is not set, PATH is set, in main's directory
elsewhere: GREETING is not set, PATH is set, in the root
replaced: GREETING is hello, PATH is not set, in main's directory
extended: GREETING is good morning, PATH is set, in main's directory
*/
