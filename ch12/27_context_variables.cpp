// ch12/27_context_variables.cpp
// A function that is told nothing knows whose request it works for: an
// executor sets the context whenever it runs a piece of a coroutine.
// Python: contextvars.Context, contextvars.Context.run,
//   contextvars.ContextVar, contextvars.ContextVar.get,
//   contextvars.ContextVar.name, contextvars.ContextVar.reset,
//   contextvars.ContextVar.set, contextvars.Token,
//   contextvars.Token.MISSING, contextvars.Token.old_value,
//   contextvars.copy_context

#include <any>
#include <boost/asio.hpp>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace asio = boost::asio;

using Context = std::map<std::string, std::any>;

Context*& current() {
    thread_local Context outermost;
    thread_local Context* context = &outermost;
    return context;
}

template <typename Function>
void run(Context& context, Function&& function) {
    struct Restore {
        Context* before = current();
        ~Restore() {
            current() = before;
        }
    } restore;
    current() = &context;
    std::forward<Function>(function)();
}

template <typename Property>
concept Queryable = asio::can_query<asio::any_io_executor, Property>::value;

template <typename Property>
concept Requirable = asio::can_require<asio::any_io_executor, Property>::value;

template <typename Property>
concept Preferable = asio::can_prefer<asio::any_io_executor, Property>::value;

// Runs everything where the inner executor does, in a context of its own.
class InContext {
public:
    InContext(asio::any_io_executor inner, std::shared_ptr<Context> context)
        : inner_(std::move(inner)), context_(std::move(context)) {}

    template <typename Function>
    void execute(Function function) const {
        inner_.execute(
            [context = context_, function = std::move(function)]() mutable {
                run(*context, std::move(function));
            });
    }

    // Everything else about it is as the inner executor says.
    template <Queryable Property>
    decltype(auto) query(const Property& property) const {
        return asio::query(inner_, property);
    }

    template <Requirable Property>
    InContext require(const Property& property) const {
        return {asio::require(inner_, property), context_};
    }

    template <Preferable Property>
    InContext prefer(const Property& property) const {
        return {asio::prefer(inner_, property), context_};
    }

    bool operator==(const InContext&) const noexcept = default;

private:
    asio::any_io_executor inner_;
    std::shared_ptr<Context> context_;
};

class ContextVar {
public:
    // What was there before; empty where Python has Token.MISSING.
    using Token = std::any;

    const std::string name;

    std::string get(const std::string& otherwise) const {
        const auto found = current()->find(name);
        return found == current()->end()
                   ? otherwise
                   : std::any_cast<std::string>(found->second);
    }

    Token set(std::string value) const {
        return std::exchange((*current())[name], std::move(value));
    }

    void reset(Token token) const {
        if (token.has_value())
            (*current())[name] = std::move(token);
        else
            current()->erase(name);
    }
};

const ContextVar request{"request"};

void log(const std::string& what) {
    std::cout << request.get("nobody") << ": " << what << '\n';
}

asio::awaitable<void> handle(std::string who) {
    log("before");
    request.set(who);
    log("begins");
    co_await asio::post(asio::use_awaitable);

    const ContextVar::Token token = request.set(who + "'s friend");
    log("goes on");
    co_await asio::post(asio::use_awaitable);

    request.reset(token);
    log("ends");
}

int main() {
    asio::io_context loop;
    const ContextVar::Token token = request.set("main");
    std::cout << request.name << " was "
              << (token.has_value() ? "set" : "missing") << '\n';
    // Each task has a copy of the context that is current here.
    for (const char* who : {"Ann", "Bob"})
        asio::co_spawn(InContext(loop.get_executor(),
                                 std::make_shared<Context>(*current())),
                       handle(who), asio::detached);
    loop.run();
    log("ran both");

    Context copy = *current();
    run(copy, [] {
        request.set("a guest");
        log("visits");
    });
    log("is alone again");
}

/* Output:
request was missing
main: before
Ann: begins
main: before
Bob: begins
Ann's friend: goes on
Bob's friend: goes on
Ann: ends
Bob: ends
main: ran both
a guest: visits
main: is alone again
*/
