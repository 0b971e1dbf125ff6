// ch02/01_blocking_calls.cpp
// A call that waits keeps its thread from everything else, so three waits add
// up; the processor has next to nothing to do meanwhile.
// Python: time.sleep, time.perf_counter, time.process_time

#include <boost/thread.hpp>
#include <chrono>
#include <ctime>
#include <iostream>
#include <string>

// The sleep stands for whatever takes long and needs no processor: a disk, a
// network, a person.
void fetch(const std::string& name) {
    std::cout << name << ": asked\n";
    boost::this_thread::sleep_for(boost::chrono::milliseconds(20));
    std::cout << name << ": answered\n";
}

int main() {
    using clock = std::chrono::steady_clock;
    const clock::time_point start = clock::now();
    const std::clock_t start_of_work = std::clock();

    fetch("news");
    fetch("weather");
    fetch("mail");

    const std::chrono::duration<double, std::milli> passed =
        clock::now() - start;
    // The processor time of the whole process (on Windows: the time passed).
    const double worked =
        1000.0 * (std::clock() - start_of_work) / CLOCKS_PER_SEC;
    std::cout << "time passed: " << passed.count() << " ms\n"
              << "processor used: " << worked << " ms\n";
}

/* Output:
news: asked
news: answered
weather: asked
weather: answered
mail: asked
mail: answered
time passed: {{[0-9.e+-]+}} ms
processor used: {{[0-9.e+-]+}} ms
*/
