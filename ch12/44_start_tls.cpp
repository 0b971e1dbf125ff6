// ch12/44_start_tls.cpp
// A conversation begins in plain text and goes on over TLS, on the same
// connection. What a client sends too early is not taken over as secret.
// Python: asyncio.StreamWriter.start_tls
// Needs: OpenSSL

#include <openssl/evp.h>
#include <openssl/x509v3.h>

#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ssl.hpp>
#include <exception>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

namespace asio = boost::asio;
namespace ssl = asio::ssl;
using namespace asio::experimental::awaitable_operators;
using asio::ip::tcp;

constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);

struct Free {
    void operator()(EVP_PKEY* key) const {
        EVP_PKEY_free(key);
    }
    void operator()(X509* certificate) const {
        X509_free(certificate);
    }
    void operator()(X509_EXTENSION* extension) const {
        X509_EXTENSION_free(extension);
    }
};

// OpenSSL says with a zero or a null pointer that something has failed.
template <typename Result>
Result check(Result result) {
    if (!result)
        throw std::runtime_error("OpenSSL can't make a certificate");
    return result;
}

struct Identity {
    explicit Identity(const std::string& host) {
        X509* x509 = certificate.get();
        check(X509_set_version(x509, X509_VERSION_3));
        check(ASN1_INTEGER_set(X509_get_serialNumber(x509), 1));
        check(X509_gmtime_adj(X509_getm_notBefore(x509), 0));
        check(X509_gmtime_adj(X509_getm_notAfter(x509), 3600));
        check(X509_set_pubkey(x509, key.get()));
        // Who it is about is also who signs it.
        X509_NAME* subject = X509_get_subject_name(x509);
        const auto* text = reinterpret_cast<const unsigned char*>(host.c_str());
        check(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, text, -1,
                                         -1, 0));
        check(X509_set_issuer_name(x509, subject));
        // Clients compare the host with this, not with the subject.
        const std::unique_ptr<X509_EXTENSION, Free> names(
            check(X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name,
                                      ("DNS:" + host).c_str())));
        check(X509_add_ext(x509, names.get(), -1));
        check(X509_sign(x509, key.get(), EVP_sha256()));
    }

    const std::unique_ptr<EVP_PKEY, Free> key{check(EVP_EC_gen("P-256"))};
    const std::unique_ptr<X509, Free> certificate{check(X509_new())};
};

ssl::context as_server(const Identity& identity) {
    ssl::context context(ssl::context::tls_server);
    check(SSL_CTX_use_certificate(context.native_handle(),
                                  identity.certificate.get()));
    check(SSL_CTX_use_PrivateKey(context.native_handle(), identity.key.get()));
    return context;
}

ssl::context as_client_of(const Identity& identity) {
    ssl::context context(ssl::context::tls_client);
    // The default is to trust everybody.
    context.set_verify_mode(ssl::verify_peer);
    check(X509_STORE_add_cert(SSL_CTX_get_cert_store(context.native_handle()),
                              identity.certificate.get()));
    return context;
}

// A line, and what has come with it.
template <typename Stream>
asio::awaitable<std::string> read_line(Stream& stream) {
    std::string received;
    co_await asio::async_read_until(stream, asio::dynamic_buffer(received, 100),
                                    '\n', asio::use_awaitable);
    co_return received;
}

template <typename Stream>
asio::awaitable<void> write(Stream& stream, std::string text) {
    co_await asio::async_write(stream, asio::buffer(text), asio::use_awaitable);
}

asio::awaitable<void> serve_once(tcp::acceptor& server, ssl::context& context) {
    tcp::socket plain = co_await server.async_accept(asio::use_awaitable);
    const std::string received = co_await read_line(plain);
    // Compared with all that has come. Whatever there is beyond the line came
    // unprotected, and anybody on the way can have put it there.
    if (received != "start tls\n") {
        co_await write(plain, "refused\n");
        co_return;
    }
    co_await write(plain, "go ahead\n");

    // The socket moves into the stream: nobody can write plain text any more.
    ssl::stream<tcp::socket> secure(std::move(plain), context);
    co_await secure.async_handshake(ssl::stream_base::server,
                                    asio::use_awaitable);
    const std::string name = co_await read_line(secure);
    co_await write(secure, "hello " + name);
    co_await secure.async_shutdown(as_tuple);
}

asio::awaitable<void> ask(tcp::endpoint server, ssl::context& context,
                          std::string command) {
    tcp::socket plain(co_await asio::this_coro::executor);
    co_await plain.async_connect(server, asio::use_awaitable);
    co_await write(plain, command);
    const std::string reply = co_await read_line(plain);
    std::cout << "in plain text: " << reply;
    if (reply != "go ahead\n")
        co_return;

    ssl::stream<tcp::socket> secure(std::move(plain), context);
    secure.set_verify_callback(ssl::host_name_verification("localhost"));
    co_await secure.async_handshake(ssl::stream_base::client,
                                    asio::use_awaitable);
    co_await write(secure, "Ada\n");
    const std::string answer = co_await read_line(secure);
    std::cout << "over " << SSL_get_version(secure.native_handle()) << ": "
              << answer;
    co_await secure.async_shutdown(as_tuple);
}

asio::awaitable<void> run() {
    const Identity identity("localhost");
    ssl::context server_context = as_server(identity);
    ssl::context client_context = as_client_of(identity);
    tcp::acceptor server(co_await asio::this_coro::executor,
                         {asio::ip::address_v4::loopback(), 0});
    const tcp::endpoint address = server.local_endpoint();
    co_await (serve_once(server, server_context) &&
              ask(address, client_context, "start tls\n"));
    co_await (serve_once(server, server_context) &&
              ask(address, client_context, "start tls\nMallory\n"));
}

int main() {
    asio::io_context loop;
    asio::co_spawn(loop, run(), [](std::exception_ptr error) {
        if (error)
            std::rethrow_exception(error);
    });
    loop.run();
}

/* Output:
in plain text: go ahead
over TLSv1.3: hello Ada
in plain text: refused
*/
