// ch09/07_queue.cpp
// Workers take numbers from one queue and put squares into another. Each ends
// at a zero; the queue says when all is done.
// Python: multiprocessing.managers.SyncManager.Queue
// Platform: posix
// Needs: OpenSSL

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <chrono>
#include <iostream>
#include <string>
#include "manager.hpp"

namespace asio = boost::asio;
namespace process = boost::process::v2;
using Numbers = managers::QueueProxy<int>;

int work(const std::string& task_token, const std::string& result_token) {
    const managers::Client client(task_token);
    const auto tasks = client.attach<Numbers>(task_token);
    const auto results = client.attach<Numbers>(result_token);
    while (const int number = tasks.get()) {
        results.put(number * number);
        tasks.task_done();
    }
    tasks.task_done();
    return 0;
}

int main(int argc, char* argv[]) {
    managers::Types types;
    types.queue<int>();
    if (managers::is_server(argc, argv))
        return managers::serve(types);
    if (argc > 1)
        return work(argv[1], argv[2]);

    const managers::Manager manager(argc, argv);
    // The parent waits at put() when the workers are two numbers behind.
    const Numbers tasks = manager.queue<int>(2);
    const Numbers results = manager.queue<int>();
    asio::io_context io;
    process::process a(io, argv[0], {tasks.token(), results.token()});
    process::process b(io, argv[0], {tasks.token(), results.token()});
    for (int number : {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 0})
        tasks.put(number);
    tasks.join();
    a.wait();
    b.wait();

    int total = 0;
    std::cout << results.size() << " results";
    // A limit makes the result an optional: nothing is no exception.
    while (const auto square = results.get(std::chrono::milliseconds(0)))
        total += *square;
    std::cout << ", total " << total << '\n';
    std::cout << "empty: " << results.empty() << '\n';
}

/* Output:
10 results, total 385
empty: 1
*/
