// ch04/14_uncaught_exception.cpp
// An exception leaves a thread's function and ends the whole program, main
// included.
// Python: threading.Thread
// Exit: SIGABRT

#include <boost/thread.hpp>
#include <iostream>
#include <stdexcept>

void work() {
    // Flushed now: an aborted program writes no buffer out and runs no
    // destructor.
    std::cout << "worker: about to fail" << std::endl;
    throw std::runtime_error("the disk is full");
}

int main() {
    boost::thread worker(work);

    // No help: the exception never comes here.
    try {
        worker.join();
        std::cout << "main: joined" << std::endl;
    } catch (const std::runtime_error& error) {
        std::cout << "main: caught " << error.what() << std::endl;
    }
}

/* Output:
worker: about to fail
*/
/* Errors:
terminate called after throwing an instance of 'std::runtime_error'
  what():  the disk is full
*/
