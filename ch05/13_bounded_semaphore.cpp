// ch05/13_bounded_semaphore.cpp
// A semaphore that refuses one release too many, for threads and for processes.
// Python: threading.BoundedSemaphore, multiprocessing.BoundedSemaphore

#include <boost/asio.hpp>
#include <boost/interprocess/mapped_region.hpp>
#include <boost/interprocess/shared_memory_object.hpp>
#include <boost/interprocess/sync/interprocess_condition.hpp>
#include <boost/interprocess/sync/interprocess_mutex.hpp>
#include <boost/interprocess/sync/scoped_lock.hpp>
#include <boost/process/v2.hpp>
#include <boost/thread.hpp>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>

namespace asio = boost::asio;
namespace ipc = boost::interprocess;
namespace process = boost::process::v2;

// Neither Boost nor the standard has one; this one can lie in shared memory.
class bounded_semaphore {
public:
    explicit bounded_semaphore(int places) : bound_(places), free_(places) {}

    void acquire() {
        guard held(lock_);
        released_.wait(held, [this] { return free_ > 0; });
        --free_;
    }

    void release() {
        guard held(lock_);
        if (free_ == bound_)
            throw std::logic_error("released too many times");
        ++free_;
        released_.notify_one();
    }

private:
    using guard = ipc::scoped_lock<ipc::interprocess_mutex>;

    // No pointers: the object means the same at any address it is mapped to.
    ipc::interprocess_mutex lock_;
    ipc::interprocess_condition released_;
    const int bound_;
    int free_;
};

void release_twice(bounded_semaphore& semaphore, const std::string& who) {
    try {
        semaphore.release();
        std::cout << who << ": released" << std::endl;
        semaphore.release();
    } catch (const std::logic_error& error) {
        std::cout << who << ": " << error.what() << std::endl;
    }
}

int main(int argc, char* argv[]) {
    if (argc > 1) {
        ipc::shared_memory_object memory(ipc::open_only, argv[1],
                                         ipc::read_write);
        ipc::mapped_region region(memory, ipc::read_write);
        release_twice(*static_cast<bounded_semaphore*>(region.get_address()),
                      "another process");
        return 0;
    }

    bounded_semaphore semaphore(1);
    semaphore.acquire();
    boost::thread([&] { release_twice(semaphore, "another thread"); }).join();

    std::string name = "ch05_" + std::to_string(process::current_pid());
    ipc::remove_shared_memory_on_destroy removed_at_the_end(name.c_str());
    ipc::shared_memory_object memory(ipc::create_only, name.c_str(),
                                     ipc::read_write);
    memory.truncate(sizeof(bounded_semaphore));
    ipc::mapped_region region(memory, ipc::read_write);
    auto* shared = std::construct_at(
        static_cast<bounded_semaphore*>(region.get_address()), 1);
    shared->acquire();
    asio::io_context io;
    process::process(io, argv[0], {name}).wait();
    std::destroy_at(shared);
}

/* Output:
another thread: released
another thread: released too many times
another process: released
another process: released too many times
*/
