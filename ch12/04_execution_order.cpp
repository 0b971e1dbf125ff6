// ch12/04_execution_order.cpp
// Coroutines take turns at their waits only: who waits goes to the end of the
// queue, and nobody is interrupted in between.
// Python: asyncio.create_task, asyncio.sleep

#include <boost/asio.hpp>
#include <iostream>
#include <string>

namespace asio = boost::asio;

asio::awaitable<void> task(std::string name) {
    // co_spawn runs the task at once; like this it queues up first, which is
    // how create_task begins.
    co_await asio::post(asio::use_awaitable);
    std::cout << name << " 1\n";
    co_await asio::post(asio::use_awaitable);
    std::cout << name << " 2\n";
}

asio::awaitable<void> program() {
    asio::any_io_executor executor = co_await asio::this_coro::executor;
    asio::co_spawn(executor, task("A"), asio::detached);
    asio::co_spawn(executor, task("B"), asio::detached);
    asio::post(executor, [] { std::cout << "callback\n"; });
    asio::dispatch(executor, [] { std::cout << "called at once\n"; });

    std::cout << "program: spawned, nobody has begun\n";
    co_await asio::post(asio::use_awaitable);
    std::cout << "program: one turn\n";
    co_await asio::post(asio::use_awaitable);
    std::cout << "program: two turns\n";
}

int main() {
    asio::io_context loop;
    // A strand promises first come, first served. An io_context that is run by
    // one thread keeps that order too, but only the strand is documented so.
    asio::co_spawn(asio::make_strand(loop), program(), asio::detached);
    loop.run();
}

/* Output:
called at once
program: spawned, nobody has begun
A 1
B 1
callback
program: one turn
A 2
B 2
program: two turns
*/
