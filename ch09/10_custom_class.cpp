// ch09/10_custom_class.cpp
// A class of our own lives in the server. While one call is in an object, no
// other is: its counter counts right without a lock.
// Python: multiprocessing.managers.BaseManager,
//   multiprocessing.managers.BaseManager.register
// Platform: posix
// Needs: OpenSSL

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <iostream>
#include <string>
#include "manager.hpp"

namespace asio = boost::asio;
namespace process = boost::process::v2;

class Counter {
public:
    explicit Counter(int start) : count_(start) {}
    void increment() {
        ++count_;
    }
    int count() const {
        return count_;
    }

private:
    int count_;
};

struct CounterProxy : managers::Proxy {
    void increment() const {
        call_method("increment");
    }
    int count() const {
        return call_method<int>("count");
    }
};

int child(const std::string& token) {
    const managers::Client client(token);
    const auto counter = client.attach<CounterProxy>(token);
    for (int i = 0; i < 100; ++i)
        counter.increment();
    return 0;
}

int main(int argc, char* argv[]) {
    managers::Types types;
    // A Counter is made from an int.
    types.add<Counter, int>("Counter")
        .method("increment", &Counter::increment)
        .method("count", &Counter::count);
    if (managers::is_server(argc, argv))
        return managers::serve(types);
    if (argc > 1)
        return child(argv[1]);

    const managers::Manager manager(argc, argv);
    const auto counter = manager.create<CounterProxy>("Counter", 1000);
    asio::io_context io;
    process::process a(io, argv[0], {counter.token()});
    process::process b(io, argv[0], {counter.token()});
    a.wait();
    b.wait();
    std::cout << "count: " << counter.count() << '\n';
}

/* Output:
count: 1200
*/
