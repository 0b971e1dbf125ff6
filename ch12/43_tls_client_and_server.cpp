// ch12/43_tls_client_and_server.cpp
// Server and client talk over TLS, with a certificate made for this run. The
// client refuses a server of another name, and a stranger of the same name.
// Python: asyncio.start_server, asyncio.open_connection,
//   asyncio.StreamWriter.get_extra_info
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

asio::awaitable<void> serve_once(tcp::acceptor& server, ssl::context& context) {
    tcp::socket socket = co_await server.async_accept(asio::use_awaitable);
    ssl::stream<tcp::socket> connection(std::move(socket), context);
    auto [refused] =
        co_await connection.async_handshake(ssl::stream_base::server, as_tuple);
    if (refused)
        co_return;
    std::string line;
    co_await asio::async_read_until(connection, asio::dynamic_buffer(line),
                                    '\n', asio::use_awaitable);
    const std::string answer = "hello " + line;
    co_await asio::async_write(connection, asio::buffer(answer),
                               asio::use_awaitable);
    co_await connection.async_shutdown(as_tuple);
}

asio::awaitable<void> ask(tcp::endpoint server, ssl::context& context,
                          std::string host) {
    ssl::stream<tcp::socket> connection(co_await asio::this_coro::executor,
                                        context);
    co_await connection.lowest_layer().async_connect(server,
                                                     asio::use_awaitable);
    // A server of several names chooses its certificate by this one.
    check(SSL_set_tlsext_host_name(connection.native_handle(), host.c_str()));
    connection.set_verify_callback(ssl::host_name_verification(host));
    auto [refused] =
        co_await connection.async_handshake(ssl::stream_base::client, as_tuple);
    if (refused) {
        std::cout << refused.message() << '\n';
        co_return;
    }
    std::cout << SSL_get_version(connection.native_handle()) << ", ";
    co_await asio::async_write(connection, asio::buffer("Ada\n", 4),
                               asio::use_awaitable);
    std::string line;
    co_await asio::async_read_until(connection, asio::dynamic_buffer(line),
                                    '\n', asio::use_awaitable);
    std::cout << line;
    co_await connection.async_shutdown(as_tuple);
}

asio::awaitable<void> run() {
    const Identity known("localhost"), stranger("localhost");
    ssl::context known_server = as_server(known);
    ssl::context strange_server = as_server(stranger);
    ssl::context client = as_client_of(known);
    tcp::acceptor server(co_await asio::this_coro::executor,
                         {asio::ip::address_v4::loopback(), 0});
    const tcp::endpoint address = server.local_endpoint();

    std::cout << "the right one: ";
    co_await (serve_once(server, known_server) &&
              ask(address, client, "localhost"));
    std::cout << "another name: ";
    co_await (serve_once(server, known_server) &&
              ask(address, client, "elsewhere.example"));
    std::cout << "a stranger: ";
    co_await (serve_once(server, strange_server) &&
              ask(address, client, "localhost"));
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
the right one: TLSv1.3, hello Ada
another name: certificate verify failed{{( \(SSL routines\))?}}
a stranger: certificate verify failed{{( \(SSL routines\))?}}
*/
