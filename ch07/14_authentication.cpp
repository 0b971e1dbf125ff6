// ch07/14_authentication.cpp
// Server and client prove to each other that they know the key, without sending
// it. A wrong key is refused, and so is an answer that was right before.
// Python: multiprocessing.connection.deliver_challenge,
//   multiprocessing.connection.answer_challenge,
//   multiprocessing.AuthenticationError
// Platform: posix
// Needs: OpenSSL

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <array>
#include <boost/asio.hpp>
#include <boost/thread.hpp>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <syncstream>
#include <utility>
#include <vector>

namespace asio = boost::asio;
using Socket = asio::local::stream_protocol::socket;

// A challenge or its answer: of one length, so that nobody can lie about it.
using Block = std::array<unsigned char, 32>;

const std::string secret = "a secret between friends";

struct AuthenticationError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// With the role in it, the answer of one side is no answer of the other's: a
// challenge can't be sent back to whoever set it.
Block digest(const std::string& key, const std::string& role,
             const Block& challenge) {
    std::vector<unsigned char> message(challenge.begin(), challenge.end());
    message.insert(message.end(), role.begin(), role.end());
    Block result;
    if (!HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
              message.data(), message.size(), result.data(), nullptr))
        throw std::runtime_error("HMAC failed");
    return result;
}

void deliver_challenge(Socket& connection, const std::string& key,
                       const std::string& role) {
    Block challenge, answer;
    // New each time, and not to be guessed.
    if (RAND_bytes(challenge.data(), static_cast<int>(challenge.size())) != 1)
        throw std::runtime_error("no random numbers");
    asio::write(connection, asio::buffer(challenge));
    asio::read(connection, asio::buffer(answer));

    const Block right = digest(key, role, challenge);
    // `==` takes the longer, the more bytes are right, which can be measured.
    const bool equal =
        CRYPTO_memcmp(answer.data(), right.data(), right.size()) == 0;
    const unsigned char welcome = equal;
    asio::write(connection, asio::buffer(&welcome, 1));
    if (!equal)
        throw AuthenticationError("wrong answer");
}

void send_answer(Socket& connection, const Block& answer) {
    asio::write(connection, asio::buffer(answer));
    unsigned char welcome = 0;
    asio::read(connection, asio::buffer(&welcome, 1));
    if (welcome != 1)
        throw AuthenticationError("refused");
}

// Returns the answer, which anybody on the way has seen as well.
Block answer_challenge(Socket& connection, const std::string& key,
                       const std::string& role) {
    Block challenge;
    asio::read(connection, asio::buffer(challenge));
    const Block answer = digest(key, role, challenge);
    send_answer(connection, answer);
    return answer;
}

void serve(Socket connection) {
    std::osyncstream out(std::cout);
    try {
        deliver_challenge(connection, secret, "client");
        answer_challenge(connection, secret, "server");
        out << "server: the client knows the key\n";
    } catch (const std::exception& error) {
        out << "server: " << error.what() << '\n';
    }
}

template <typename Client>
void connect(Client run) {
    asio::io_context io;
    Socket connection(io), other_end(io);
    asio::local::connect_pair(connection, other_end);
    // The server owns its end and closes it, whatever happens.
    boost::thread server([other_end = std::move(other_end)]() mutable {
        serve(std::move(other_end));
    });
    try {
        run(connection);
    } catch (const std::exception& error) {
        std::osyncstream(std::cout) << "client: " << error.what() << '\n';
    }
    // Whatever went wrong: without its client the server ends.
    connection.close();
    server.join();
}

int main() {
    Block overheard = {};
    auto log_in = [&](const std::string& key) {
        connect([&](Socket& connection) {
            overheard = answer_challenge(connection, key, "client");
            deliver_challenge(connection, key, "server");
            std::osyncstream(std::cout) << "client: the server knows it\n";
        });
    };

    std::cout << "the right key\n";
    log_in(secret);
    std::cout << "a wrong key\n";
    log_in("a guess");
    std::cout << "a replayed answer\n";
    connect([&](Socket& connection) {
        Block challenge;
        asio::read(connection, asio::buffer(challenge));
        send_answer(connection, overheard);
    });
}

/* Output:
the right key
s| server: the client knows the key
c| client: the server knows it
a wrong key
s| server: wrong answer
c| client: refused
a replayed answer
s| server: wrong answer
c| client: refused
*/
