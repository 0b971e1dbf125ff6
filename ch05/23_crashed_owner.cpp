// ch05/23_crashed_owner.cpp
// A process dies holding two locks: the system releases the file lock, the
// other one stays locked until somebody replaces it.
// Python: multiprocessing.Lock, multiprocessing.Lock.acquire

#include <boost/asio.hpp>
#include <boost/interprocess/sync/file_lock.hpp>
#include <boost/interprocess/sync/named_mutex.hpp>
#include <boost/process/v2.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <system_error>

namespace asio = boost::asio;
namespace ipc = boost::interprocess;
namespace process = boost::process::v2;
using namespace std::chrono_literals;

struct shared_names {
    std::string mutex;
    std::string file;
    ~shared_names() {
        ipc::named_mutex::remove(mutex.c_str());
        std::error_code ignored;
        std::filesystem::remove(file, ignored);
    }
};

int crash(const char* mutex_name, const char* file_name) {
    ipc::named_mutex mutex(ipc::open_only, mutex_name);
    ipc::file_lock file(file_name);
    mutex.lock();
    file.lock();
    std::cout << "child: holds both and dies" << std::endl;
    // Ends the process on the spot: no destructor runs.
    std::_Exit(1);
}

int main(int argc, char* argv[]) {
    if (argc > 1)
        return crash(argv[1], argv[2]);

    std::string base = "ch05_" + std::to_string(process::current_pid());
    auto path = std::filesystem::temp_directory_path() / (base + ".lock");
    shared_names names{base, path.string()};
    std::ofstream(names.file).close();  // a file_lock needs a file that exists
    ipc::named_mutex mutex(ipc::create_only, names.mutex.c_str());

    asio::io_context io;
    process::process child(io, argv[0], {names.mutex, names.file});
    std::cout << "exit code " << child.wait() << '\n';

    ipc::file_lock file(names.file.c_str());
    std::cout << "file lock: " << (file.try_lock() ? "taken" : "refused")
              << '\n';
    std::cout << "shared lock: "
              << (mutex.try_lock_for(20ms) ? "taken" : "refused") << '\n';

    ipc::named_mutex::remove(names.mutex.c_str());
    ipc::named_mutex fresh(ipc::create_only, names.mutex.c_str());
    std::cout << "a fresh one: " << (fresh.try_lock() ? "taken" : "refused")
              << '\n';
}

/* Output:
child: holds both and dies
exit code 1
file lock: taken
shared lock: refused
a fresh one: taken
*/
