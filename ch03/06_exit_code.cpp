// ch03/06_exit_code.cpp
// A child reports how it ended through its exit code: what main returns, or
// what exit() is given anywhere below it.
// Python: multiprocessing.Process.exitcode, multiprocessing.Process.close

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <cstdlib>
#include <iostream>
#include <string>

namespace asio = boost::asio;
namespace process = boost::process::v2;

int obey(const std::string& wish) {
    if (wish == "exit")
        std::exit(4);
    return wish == "succeed" ? 0 : 3;
}

int main(int argc, char* argv[]) {
    if (argc > 1)
        return obey(argv[2]);

    asio::io_context io;
    for (const std::string wish : {"succeed", "fail", "exit"}) {
        process::process child(io, argv[0], {"obey", wish});
        std::cout << wish << ": " << child.wait() << '\n';
    }  // Each child's handle is released here.
}

/* Output:
succeed: 0
fail: 3
exit: 4
*/
