// ch03/20_logging.cpp
// Parent and children log to the same stderr; each line names its process and
// is one write, so that none is ever cut in two.
// Python: multiprocessing.get_logger, multiprocessing.log_to_stderr
// Exit: 1

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <iostream>
#include <string>
#include <string_view>
#include <syncstream>
#include <utility>

namespace asio = boost::asio;
namespace process = boost::process::v2;

enum class Level { debug, info, error };

class Logger {
public:
    Logger(std::string name, Level threshold)
        : name_(std::move(name)), threshold_(threshold) {}

    void log(Level level, std::string_view text) const {
        constexpr std::string_view names[] = {"DEBUG", "INFO", "ERROR"};
        // std::cerr writes at every <<; this collects the line first.
        if (level >= threshold_)
            std::osyncstream(std::cerr) << '[' << names[static_cast<int>(level)]
                                        << '/' << name_ << "] " << text << '\n';
    }

private:
    std::string name_;
    Level threshold_;
};

int halve(const Logger& logger, int number) {
    logger.log(Level::debug, "starts");
    if (number % 2 != 0) {
        logger.log(Level::error, std::to_string(number) + " is odd");
        return 1;
    }
    logger.log(Level::info, "half is " + std::to_string(number / 2));
    return 0;
}

int main(int argc, char* argv[]) {
    // The same settings, because it is the same program; only the name is told.
    const Level threshold = Level::info;
    if (argc > 1)
        return halve(Logger(argv[2], threshold), std::stoi(argv[3]));

    const Logger logger("main", threshold);
    logger.log(Level::info, "starts two workers");
    asio::io_context io;
    process::process even(io, argv[0], {"halve", "worker-1", "10"});
    process::process odd(io, argv[0], {"halve", "worker-2", "7"});
    const int failures = even.wait() + odd.wait();

    logger.log(Level::error, "failed: " + std::to_string(failures));
    std::cout << "failures: " << failures << '\n';
    return failures;
}

/* Output:
failures: 1
*/
/* Errors:
[INFO/main] starts two workers
1| [INFO/worker-1] half is 5
2| [ERROR/worker-2] 7 is odd
[ERROR/main] failed: 1
*/
