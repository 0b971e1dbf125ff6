// ch10/21_find_executable.cpp
// A name is looked up in the folders of PATH. A missing program, a folder and a
// file without its run bit can't be started: each throws an error.
// Python: subprocess.run
// Platform: posix

#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <system_error>

namespace asio = boost::asio;
namespace process = boost::process::v2;
namespace fs = std::filesystem;

fs::path find_executable(const std::string& name) {
    const char* path = std::getenv("PATH");
    std::istringstream folders(path ? path : "");
    for (std::string folder; std::getline(folders, folder, ':');) {
        const fs::path file = fs::path(folder) / name;
        std::error_code error;
        if (fs::is_regular_file(file, error) &&
            ::access(file.c_str(), X_OK) == 0)
            return file;
    }
    return {};
}

void start(asio::io_context& io, const fs::path& program) {
    std::cout << program.filename().string() << ": " << std::flush;
    try {
        process::process(io, program.string(), {}).wait();
    } catch (const boost::system::system_error& error) {
        std::cout << error.code().message() << std::endl;
        // Boost made a child before it found out, and did not wait for it.
        ::wait(nullptr);
    }
}

class Folder {
public:
    Folder()
        : path(fs::temp_directory_path() /
               ("ch10_" + std::to_string(process::current_pid()))) {
        fs::create_directory(path);
    }
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    const fs::path path;
};

int main() {
    std::cout << "found: " << find_executable("sort").filename().string()
              << '\n'
              << "found: \"" << find_executable("no such program").string()
              << "\"\n";

    asio::io_context io;
    const Folder folder;
    start(io, folder.path / "missing");

    fs::create_directory(folder.path / "folder");
    start(io, folder.path / "folder");

    std::ofstream(folder.path / "unmarked") << "#!/bin/sh\necho ran\n";
    start(io, folder.path / "unmarked");
}

/* Output:
found: sort
found: ""
missing: No such file or directory
folder: Permission denied
unmarked: Permission denied
*/
