// ch01/03_containers.cpp
// The four containers, each with the type of its elements fixed: a list is a
// vector, a dict is a map, and structured bindings take a tuple apart.
// Python: list, tuple, dict, set, collections.defaultdict

#include <iostream>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

std::tuple<std::string, int> oldest(const std::map<std::string, int>& years) {
    std::tuple<std::string, int> result{"nobody", 9999};
    for (const auto& [name, year] : years)
        if (year < std::get<1>(result))
            result = {name, year};
    return result;
}

int main() {
    std::vector<std::string> names{"Grace", "Ada"};
    names.push_back("Alan");
    std::cout << names.size() << " names, the last is " << names.back() << '\n';

    // A map keeps its keys sorted, not in the order of insertion.
    std::map<std::string, int> years{
        {"Grace", 1906}, {"Ada", 1815}, {"Alan", 1912}};
    for (const auto& [name, year] : years)
        std::cout << name << ' ' << year << '\n';

    auto [name, year] = oldest(years);
    std::cout << "oldest: " << name << ' ' << year << '\n';

    if (auto found = years.find("Ada"); found != years.end())
        std::cout << "found " << found->second << '\n';
    // Only `at` raises for a missing key. `[]` inserts it, as defaultdict does.
    try {
        years.at("Edsger");
    } catch (const std::out_of_range&) {
        std::cout << "no such key\n";
    }
    ++years["Edsger"];
    std::cout << "now " << years["Edsger"] << '\n';

    std::set<char> letters{'l', 'o', 'c', 'k', 'l', 'o', 'c', 'k'};
    std::cout << letters.size() << " letters, k among them: "
              << (letters.contains('k') ? "yes" : "no") << '\n';
}

/* Output:
3 names, the last is Alan
Ada 1815
Alan 1912
Grace 1906
oldest: Ada 1815
found 1815
no such key
now 1
4 letters, k among them: yes
*/
