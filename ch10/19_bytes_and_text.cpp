// ch10/19_bytes_and_text.cpp
// A pipe carries bytes, and a std::string keeps them: line ends, zeros, UTF-8
// or not. To make text of them is a step of its own.
// Python: subprocess.run
// Platform: posix

#include <boost/algorithm/hex.hpp>
#include <boost/asio.hpp>
#include <boost/nowide/utf/utf.hpp>
#include <boost/process/v2.hpp>
#include <iostream>
#include <stdexcept>
#include <string>

namespace asio = boost::asio;
namespace process = boost::process::v2;
namespace utf = boost::nowide::utf;

std::string output_of_printf(const std::string& format) {
    asio::io_context io;
    asio::readable_pipe output(io);
    process::process printf(io, "/usr/bin/printf", {format},
                            process::process_stdio{{}, output, {}});
    std::string bytes;
    boost::system::error_code end;
    asio::read(output, asio::dynamic_buffer(bytes), end);
    printf.wait();
    return bytes;
}

std::u32string decode(const std::string& bytes) {
    std::u32string text;
    for (auto at = bytes.begin(); at != bytes.end();) {
        const auto character = utf::utf_traits<char>::decode(at, bytes.end());
        if (!utf::is_valid_codepoint(character))
            throw std::runtime_error("not UTF-8");
        // A line may end with "\r\n"; in text it ends with "\n".
        if (character != U'\r')
            text.push_back(character);
    }
    return text;
}

int main() {
    for (const std::string format : {R"(caf\303\251\r\n)", R"(a\000b\377)"}) {
        const std::string bytes = output_of_printf(format);
        std::cout << bytes.size()
                  << " bytes: " << boost::algorithm::hex_lower(bytes) << '\n';
        try {
            std::cout << decode(bytes).size() << " characters\n";
        } catch (const std::runtime_error& error) {
            std::cout << error.what() << '\n';
        }
    }
}

/* Output:
7 bytes: 636166c3a90d0a
5 characters
4 bytes: 610062ff
not UTF-8
*/
