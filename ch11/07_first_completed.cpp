// ch11/07_first_completed.cpp
// main goes on as soon as one of three runners is back. The others wait at a
// gate that main has not opened yet, so the hare is first on any machine.
// Python: concurrent.futures.wait, concurrent.futures.Future.result

#define BOOST_THREAD_VERSION 5
#include <boost/thread.hpp>
#include <boost/thread/executors/basic_thread_pool.hpp>
#include <iostream>
#include <string>
#include <vector>

int main() {
    boost::promise<void> gate;
    boost::shared_future<void> opened = gate.get_future().share();
    auto crawl = [opened](const std::string& name) {
        opened.wait();
        return name;
    };
    auto dash = [](const std::string& name) { return name; };

    boost::basic_thread_pool pool(3);
    std::vector<boost::future<std::string>> runners;
    runners.push_back(boost::async(pool, crawl, "tortoise"));
    runners.push_back(boost::async(pool, dash, "hare"));
    runners.push_back(boost::async(pool, crawl, "snail"));

    // Where Python returns two sets, here an iterator says which one is ready.
    auto first = boost::wait_for_any(runners.begin(), runners.end());
    std::cout << "first: " << first->get() << '\n';
    runners.erase(first);
    std::cout << "still out: " << runners.size() << '\n';

    gate.set_value();
    boost::wait_for_all(runners.begin(), runners.end());
    for (boost::future<std::string>& runner : runners)
        std::cout << "later: " << runner.get() << '\n';
}

/* Output:
first: hare
still out: 2
later: tortoise
later: snail
*/
