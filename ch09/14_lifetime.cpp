// ch09/14_lifetime.cpp
// An object lives as long as there is a proxy for it: here, or a copy of it, or
// in another process.
// Python: multiprocessing.managers.BaseProxy
// Platform: posix
// Needs: OpenSSL

#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <iostream>
#include <optional>
#include <string>
#include <utility>
#include "manager.hpp"

namespace asio = boost::asio;
namespace process = boost::process::v2;

class Document {
public:
    explicit Document(std::string name) : name_(std::move(name)) {
        std::cout << "server: " << name_ << " begins" << std::endl;
    }
    Document(const Document&) = delete;
    ~Document() {
        std::cout << "server: " << name_ << " ends" << std::endl;
    }

private:
    const std::string name_;
};

int child(const std::string& token) {
    const managers::Client client(token);
    const auto document = client.attach(token);
    std::cout << std::endl;
    // Keeps it until the parent closes the pipe.
    std::cin.get();
    return 0;
}

int main(int argc, char* argv[]) {
    managers::Types types;
    types.add<Document, std::string>("Document");
    if (managers::is_server(argc, argv))
        return managers::serve(types);
    if (argc > 1)
        return child(argv[1]);

    const managers::Manager manager(argc, argv);
    std::optional letter = manager.create("Document", "letter");
    std::optional copy = letter;
    letter.reset();
    std::cout << "parent: the copy is left" << std::endl;
    // The destructor of the last proxy returns when the server has answered.
    copy.reset();

    std::optional report = manager.create("Document", "report");
    asio::io_context io;
    asio::writable_pipe input(io);
    asio::readable_pipe output(io);
    process::process reader(io, argv[0], {report->token()},
                            process::process_stdio{input, output, {}});
    char ready;
    asio::read(output, asio::buffer(&ready, 1));
    report.reset();
    std::cout << "parent: the child has it" << std::endl;
    input.close();
    reader.wait();
    std::cout << "parent: done" << std::endl;
}

/* Output:
server: letter begins
parent: the copy is left
server: letter ends
server: report begins
parent: the child has it
server: report ends
parent: done
*/
