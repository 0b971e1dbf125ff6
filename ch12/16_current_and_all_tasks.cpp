// ch12/16_current_and_all_tasks.cpp
// Each task runs on a strand of its own, and the strand tells who is running:
// a coroutine inherits its executor from whoever awaits it.
// Python: asyncio.current_task, asyncio.all_tasks

#include <boost/asio.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <exception>
#include <iostream>
#include <list>
#include <string>
#include <utility>

namespace asio = boost::asio;

using Gate = asio::experimental::channel<void(boost::system::error_code)>;

class Tasks {
public:
    void create_task(asio::io_context& loop, std::string name,
                     asio::awaitable<void> work) {
        auto strand = asio::make_strand(loop);
        auto entry = running_.insert(running_.end(), {strand, std::move(name)});
        // However the task ends, its handler is called.
        asio::co_spawn(
            strand, std::move(work),
            [this, entry](std::exception_ptr) { running_.erase(entry); });
    }

    asio::awaitable<std::string> current() const {
        asio::any_io_executor executor = co_await asio::this_coro::executor;
        for (const Entry& entry : running_)
            if (entry.executor == executor)
                co_return entry.name;
        co_return "no task";
    }

    void list_all() const {
        std::cout << "all:";
        for (const Entry& entry : running_)
            std::cout << ' ' << entry.name;
        std::cout << '\n';
    }

private:
    struct Entry {
        asio::any_io_executor executor;
        std::string name;
    };

    std::list<Entry> running_;
};

asio::awaitable<void> log(const Tasks& tasks, std::string message) {
    const std::string name = co_await tasks.current();
    std::cout << name << ": " << message << '\n';
}

asio::awaitable<void> work(const Tasks& tasks, Gate& begin, Gate& next) {
    co_await begin.async_receive(asio::use_awaitable);
    // Who this is need not be handed down.
    co_await log(tasks, "works");
    tasks.list_all();
    next.try_send(boost::system::error_code());
}

int main() {
    asio::io_context loop;
    Tasks tasks;
    // Room for a signal that comes before its receiver.
    Gate soup(loop, 1), bread(loop, 1), over(loop, 1);
    tasks.create_task(loop, "soup", work(tasks, soup, bread));
    tasks.create_task(loop, "bread", work(tasks, bread, over));
    soup.try_send(boost::system::error_code());
    loop.run();
    tasks.list_all();
}

/* Output:
soup: works
all: soup bread
bread: works
all: bread
all:
*/
