// ch11/18_shared_future.cpp
// Three readers wait for the same piece of news. What has been read may or may
// not be there to be read again.
// Python: concurrent.futures.Future, concurrent.futures.Future.result

#define BOOST_THREAD_VERSION 5
#include <boost/thread.hpp>
#include <iostream>
#include <string>
#include <syncstream>

int main() {
    boost::promise<std::string> editor;
    // It can be copied: each reader gets a future of the same result.
    boost::shared_future<std::string> news = editor.get_future().share();

    boost::thread_group readers;
    for (const std::string name : {"Ann", "Bob", "Eve"})
        readers.create_thread([name, news] {
            // A reference: all readers look at the same string.
            const std::string& headline = news.get();
            std::osyncstream(std::cout)
                << name << " reads: " << headline << '\n';
        });
    std::cout << "main: publishes" << std::endl;
    editor.set_value("it rains");
    readers.join_all();

    boost::promise<std::string> printer;
    boost::future<std::string> letter = printer.get_future();
    printer.set_value("Dear all");
    // get() moves the text out and leaves the future empty.
    std::cout << "main reads: " << letter.get() << '\n';
    std::cout << std::boolalpha;
    std::cout << "the letter can be read again: " << letter.valid() << '\n';
    std::cout << "the news can be read again: " << news.valid() << '\n';
}

/* Output:
main: publishes
*| Ann reads: it rains
*| Bob reads: it rains
*| Eve reads: it rains
main reads: Dear all
the letter can be read again: {{false|true}}
the news can be read again: true
*/
