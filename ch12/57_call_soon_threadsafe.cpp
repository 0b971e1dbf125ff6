// ch12/57_call_soon_threadsafe.cpp
// Two threads hand callbacks to the loop, which runs them in its own thread:
// they share a number without a lock.
// Python: asyncio.loop.call_soon_threadsafe

#include <boost/asio.hpp>
#include <boost/thread.hpp>
#include <iostream>
#include <string>

namespace asio = boost::asio;

int main() {
    asio::io_context loop;
    // Only the loop's thread touches these two.
    int reports = 0;
    bool all_here = true;

    auto worker = [&](std::string name) {
        return [&, name, guard = asio::make_work_guard(loop)]() mutable {
            for (int part = 1; part <= 3; ++part)
                asio::post(loop, [&, name, part] {
                    std::cout << name << " has done part " << part << '\n';
                    ++reports;
                    all_here &= loop.get_executor().running_in_this_thread();
                });
            // The last guard to go lets the loop end.
            guard.reset();
        };
    };
    boost::thread ada(worker("Ada"));
    boost::thread bob(worker("Bob"));
    loop.run();

    std::cout << "main: " << reports << " reports, "
              << (all_here ? "all" : "not all") << " in the loop's thread\n";
    ada.join();
    bob.join();
}

/* Output:
a| Ada has done part 1
a| Ada has done part 2
a| Ada has done part 3
b| Bob has done part 1
b| Bob has done part 2
b| Bob has done part 3
main: 6 reports, all in the loop's thread
*/
