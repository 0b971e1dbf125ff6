// ch11/24_shared_state_and_locks.cpp
// Four tasks count votes, once into a tally that they share and have to lock,
// once each into its own, which main adds up.
// Python: concurrent.futures.ThreadPoolExecutor,
//   concurrent.futures.Executor.submit, concurrent.futures.Future.result

#define BOOST_THREAD_VERSION 5
#include <boost/thread.hpp>
#include <boost/thread/executors/basic_thread_pool.hpp>
#include <iostream>
#include <map>
#include <string>
#include <vector>

using Tally = std::map<std::string, int>;

void print(const std::string& title, const Tally& tally) {
    std::cout << title << ':';
    for (const auto& [name, votes] : tally)
        std::cout << ' ' << name << ' ' << votes;
    std::cout << '\n';
}

int main() {
    constexpr int districts = 4;
    const std::vector<std::string> votes = {"Ann", "Bob", "Ann", "Eve"};
    boost::basic_thread_pool pool(districts);

    Tally shared;
    boost::mutex lock;
    std::vector<boost::future<void>> counted;
    for (int district = 0; district < districts; ++district)
        counted.push_back(boost::async(pool, [&votes, &shared, &lock] {
            for (const std::string& name : votes) {
                boost::lock_guard<boost::mutex> held(lock);
                ++shared[name];
            }
        }));
    boost::wait_for_all(counted.begin(), counted.end());
    print("shared", shared);

    // A result that is handed over needs no lock: the future is the handover.
    std::vector<boost::future<Tally>> tallies;
    for (int district = 0; district < districts; ++district)
        tallies.push_back(boost::async(pool, [&votes] {
            Tally own;
            for (const std::string& name : votes)
                ++own[name];
            return own;
        }));
    Tally total;
    for (boost::future<Tally>& tally : tallies)
        for (const auto& [name, count] : tally.get())
            total[name] += count;
    print("returned", total);
}

/* Output:
shared: Ann 8 Bob 4 Eve 4
returned: Ann 8 Bob 4 Eve 4
*/
