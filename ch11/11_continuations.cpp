// ch11/11_continuations.cpp
// Steps follow each other without a thread that waits between them. A step that
// starts a task of its own is unwrapped; an exception goes to the chain's end.
// Python: concurrent.futures.Future, concurrent.futures.Executor.submit,
//   concurrent.futures.Future.add_done_callback

#define BOOST_THREAD_VERSION 5
#include <boost/thread.hpp>
#include <boost/thread/executors/basic_thread_pool.hpp>
#include <boost/throw_exception.hpp>
#include <exception>
#include <iostream>
#include <map>
#include <string>

class NoSuchUser : public std::exception {};

int find_user(const std::string& name) {
    const std::map<std::string, int> users = {{"Ann", 7}, {"Bob", 8}};
    const auto user = users.find(name);
    // What a plain throw sends from thread to thread Boost 1.81 counts without
    // a lock; thrown this way there is nothing to count.
    if (user == users.end())
        boost::throw_exception(NoSuchUser());
    return user->second;
}

std::string find_city(int user) {
    return user == 7 ? "Oslo" : "Rome";
}

int main() {
    boost::basic_thread_pool pool(2);

    auto look_up = [&pool](const std::string& name) {
        // The pool is named at each step: a then() that inherits it would refer
        // to an object of the step before, which may be gone.
        return boost::async(pool, find_user, name)
            .then(pool,
                  [&pool](boost::future<int> user) {
                      return boost::async(pool, find_city, user.get());
                  })
            // A future of a future becomes a future.
            .unwrap()
            .then(pool, [name](boost::future<std::string> city) {
                return name + " lives in " + city.get();
            });
    };

    for (const char* name : {"Ann", "Bob", "Eve"}) {
        boost::future<std::string> answer = look_up(name);
        try {
            const std::string sentence = answer.get();
            std::cout << sentence << '\n';
        } catch (const NoSuchUser&) {
            std::cout << name << " is not known\n";
        }
    }
}

/* Output:
Ann lives in Oslo
Bob lives in Rome
Eve is not known
*/
