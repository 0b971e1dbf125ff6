// ch07/23_mapped_file.cpp
// A child maps a file into memory and writes to it as to an array; the parent
// finds the change in the file.
// Python: none

#include <algorithm>
#include <boost/asio.hpp>
#include <boost/interprocess/file_mapping.hpp>
#include <boost/interprocess/mapped_region.hpp>
#include <boost/process/v2.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <span>
#include <stdexcept>
#include <string>
#include <system_error>

namespace asio = boost::asio;
namespace ipc = boost::interprocess;
namespace process = boost::process::v2;

struct TemporaryFile {
    explicit TemporaryFile(const std::filesystem::path& path) : path(path) {}
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    ~TemporaryFile() {
        std::error_code ignored;
        std::filesystem::remove(path, ignored);
    }

    const std::filesystem::path path;
};

int raise(const std::string& path) {
    ipc::file_mapping file(path.c_str(), ipc::read_write);
    // The whole file; an empty one can't be mapped.
    ipc::mapped_region region(file, ipc::read_write);
    // The parent has the file open. Without its name it can't be left behind
    // where the system lets an open file be removed.
    std::error_code ignored;
    std::filesystem::remove(path, ignored);

    std::span<char> text(static_cast<char*>(region.get_address()),
                         region.get_size());
    std::ranges::replace(text, 'a', 'A');
    region.flush();
    std::cout << "child: mapped " << text.size() << " bytes" << std::endl;
    return EXIT_SUCCESS;
}

int main(int argc, char* argv[]) try {
    if (argc == 2)
        return raise(argv[1]);

    TemporaryFile temporary(
        std::filesystem::temp_directory_path() /
        ("ch07_23_" + std::to_string(process::current_pid())));
    std::fstream file(temporary.path,
                      std::ios::in | std::ios::out | std::ios::trunc);
    file << "a banana\n" << std::flush;

    asio::io_context io;
    process::process child(io, argv[0], {temporary.path.string()});
    if (child.wait() != EXIT_SUCCESS)
        throw std::runtime_error("the child has failed");

    std::string line;
    file.seekg(0);
    std::getline(file, line);
    std::cout << "parent: reads " << line << '\n';
} catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
}

/* Output:
child: mapped 9 bytes
parent: reads A bAnAnA
*/
