// ch02/06_callbacks.cpp
// A call that doesn't wait takes a function for later: it returns at once, and
// the function gets the answer or the error. What comes next is nested in it.
// Python: concurrent.futures.ThreadPoolExecutor,
//   concurrent.futures.Executor.submit

#include <boost/asio.hpp>
#include <functional>
#include <iostream>
#include <map>
#include <string>
#include <syncstream>
#include <utility>

namespace asio = boost::asio;

// The caller has gone on, and no exception can reach it: an error is an
// argument.
using Callback = std::function<void(boost::system::error_code, int)>;

void look_up(asio::thread_pool& archive, std::string name, Callback done) {
    asio::post(archive, [name = std::move(name), done = std::move(done)] {
        static const std::map<std::string, int> births = {{"Ada", 1815},
                                                          {"Alan", 1912}};
        const auto found = births.find(name);
        if (found == births.end())
            done(asio::error::not_found, 0);
        else
            done({}, found->second);
    });
}

void report(const std::string& name, boost::system::error_code error,
            int year) {
    std::osyncstream out(std::cout);
    if (error)
        out << name << ": not found\n";
    else
        out << name << ": born in " << year << '\n';
}

int main() {
    asio::thread_pool archive(1);

    // What a callback refers to must still exist when it is called, long after
    // this statement.
    look_up(archive, "Ada", [&archive](auto error, int year) {
        report("Ada", error, year);
        look_up(archive, "Alan", [&archive](auto error, int year) {
            report("Alan", error, year);
            look_up(archive, "Nobody", [](auto error, int year) {
                report("Nobody", error, year);
            });
        });
    });
    std::osyncstream(std::cout) << "main: goes on\n";

    archive.join();
    std::cout << "main: no callback is left\n";
}

/* Output:
main| main: goes on
archive| Ada: born in 1815
archive| Alan: born in 1912
archive| Nobody: not found
main: no callback is left
*/
