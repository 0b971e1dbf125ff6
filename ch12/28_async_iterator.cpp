// ch12/28_async_iterator.cpp
// Rows are fetched page by page while they are read: each step of the loop may
// have to wait.
// Python: asyncio.sleep

#include <boost/asio.hpp>
#include <deque>
#include <iostream>
#include <optional>
#include <string>
#include <utility>

namespace asio = boost::asio;

using Page = std::deque<std::string>;

asio::awaitable<Page> fetch(int number) {
    std::cout << "fetches page " << number << '\n';
    co_await asio::post(asio::use_awaitable);
    static const Page pages[] = {{"ant", "bee"}, {"cat", "dog"}, {}};
    co_return pages[number - 1];
}

class Rows {
public:
    // Empty at the end: the value and the end are one answer, no exception.
    asio::awaitable<std::optional<std::string>> next() {
        if (page_.empty())
            page_ = co_await fetch(++number_);
        if (page_.empty())
            co_return std::nullopt;
        std::string row = std::move(page_.front());
        page_.pop_front();
        co_return row;
    }

private:
    int number_ = 0;
    Page page_;
};

asio::awaitable<void> read() {
    Rows rows;
    while (std::optional<std::string> row = co_await rows.next())
        std::cout << "reads " << *row << '\n';
}

// What an async comprehension does.
asio::awaitable<int> count_letters() {
    Rows rows;
    int letters = 0;
    while (std::optional<std::string> row = co_await rows.next())
        letters += static_cast<int>(row->size());
    co_return letters;
}

asio::awaitable<void> run() {
    co_await read();
    const int letters = co_await count_letters();
    std::cout << letters << " letters\n";
}

int main() {
    asio::io_context loop;
    asio::co_spawn(loop, run(), asio::detached);
    loop.run();
}

/* Output:
fetches page 1
reads ant
reads bee
fetches page 2
reads cat
reads dog
fetches page 3
fetches page 1
fetches page 2
fetches page 3
12 letters
*/
