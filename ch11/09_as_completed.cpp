// ch11/09_as_completed.cpp
// main takes the results as they get ready, not as they were asked for. It lets
// the tasks end one after the other: c first, then a, then b.
// Python: concurrent.futures.as_completed, concurrent.futures.Future.result

#define BOOST_THREAD_VERSION 5
#include <boost/thread.hpp>
#include <boost/thread/executors/basic_thread_pool.hpp>
#include <iostream>
#include <map>
#include <queue>
#include <string>
#include <vector>

int main() {
    boost::basic_thread_pool pool(3);
    std::map<std::string, boost::promise<void>> gates;
    std::vector<boost::future<std::string>> pending;
    for (const std::string name : {"a", "b", "c"}) {
        boost::shared_future<void> opened = gates[name].get_future().share();
        pending.push_back(boost::async(pool, [name, opened] {
            opened.wait();
            return name;
        }));
    }

    std::queue<std::string> order({"c", "a", "b"});
    auto open_next = [&gates, &order] {
        if (!order.empty()) {
            gates[order.front()].set_value();
            order.pop();
        }
    };

    open_next();
    while (!pending.empty()) {
        auto completed = boost::wait_for_any(pending.begin(), pending.end());
        std::cout << "completed: " << completed->get() << '\n';
        pending.erase(completed);
        open_next();
    }
}

/* Output:
completed: c
completed: a
completed: b
*/
