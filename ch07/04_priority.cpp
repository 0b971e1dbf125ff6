// ch07/04_priority.cpp
// Patients are seen by urgency, those of equal urgency in the order they came.
// Python: queue.PriorityQueue

#include <boost/thread.hpp>
#include <boost/thread/concurrent_queues/sync_priority_queue.hpp>
#include <compare>
#include <functional>
#include <iostream>
#include <string>
#include <syncstream>
#include <vector>

struct Patient {
    int urgency;
    // A heap keeps no order between equals: the number of arrival does.
    int arrival;
    std::string name;

    auto operator<=>(const Patient&) const = default;
};

int main() {
    // With std::less, the default, the greatest would come first.
    boost::sync_priority_queue<Patient, std::vector<Patient>,
                               std::greater<Patient>>
        waiting;
    waiting.push({3, 1, "cough"});
    waiting.push({1, 2, "heart"});
    waiting.push({2, 3, "arm"});
    waiting.push({1, 4, "burn"});
    waiting.close();

    boost::thread doctor([&] {
        Patient patient;
        while (waiting.wait_pull(patient) == boost::queue_op_status::success)
            std::osyncstream(std::cout)
                << patient.urgency << ' ' << patient.name << '\n';
    });
    doctor.join();
}

/* Output:
1 heart
1 burn
2 arm
3 cough
*/
