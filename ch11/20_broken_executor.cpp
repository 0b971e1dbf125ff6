// ch11/20_broken_executor.cpp
// The only worker process dies in the middle of a task. The task fails, and so
// does everything that the executor is asked from then on.
// Python: concurrent.futures.BrokenExecutor,
//   concurrent.futures.process.BrokenProcessPool,
//   concurrent.futures.ProcessPoolExecutor

#define BOOST_THREAD_VERSION 5
#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <boost/thread.hpp>
#include <boost/thread/executors/basic_thread_pool.hpp>
#include <boost/throw_exception.hpp>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

namespace asio = boost::asio;
namespace process = boost::process::v2;

int work() {
    for (int number; std::cin >> number;) {
        if (number == 0)
            std::_Exit(EXIT_FAILURE);
        std::cout << number * number << std::endl;
    }
    return EXIT_SUCCESS;
}

class BrokenExecutor : public std::exception {};

class ProcessExecutor {
public:
    explicit ProcessExecutor(const char* program)
        : tasks_(io_),
          results_(io_),
          worker_(io_, program, {"work"},
                  process::process_stdio{tasks_, results_, {}}),
          thread_(1) {}

    ~ProcessExecutor() {
        thread_.close();
        thread_.join();
        tasks_.close();
        worker_.wait();
    }

    boost::future<int> submit(int number) {
        return boost::async(thread_, [this, number] { return run(number); });
    }

private:
    int run(int number) {
        if (broken_)
            boost::throw_exception(BrokenExecutor());
        asio::write(tasks_, asio::buffer(std::to_string(number) + '\n'));
        std::string line;
        boost::system::error_code end_of_file;
        asio::read_until(results_, asio::dynamic_buffer(line), '\n',
                         end_of_file);
        if (end_of_file) {
            broken_ = true;
            boost::throw_exception(BrokenExecutor());
        }
        return std::stoi(line);
    }

    asio::io_context io_;
    asio::writable_pipe tasks_;
    asio::readable_pipe results_;
    process::process worker_;
    bool broken_ = false;
    boost::basic_thread_pool thread_;
};

int main(int argc, char* argv[]) {
    if (argc > 1)
        return work();

    ProcessExecutor executor(argv[0]);
    for (int number : {3, 0, 4}) {
        try {
            const int square = executor.submit(number).get();
            std::cout << number << ": " << square << std::endl;
        } catch (const BrokenExecutor&) {
            std::cout << number << ": the executor is broken" << std::endl;
        }
    }
}

/* Output:
3: 9
0: the executor is broken
4: the executor is broken
*/
