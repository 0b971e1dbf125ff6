// ch09/04_nested_proxies.cpp
// A list of lists twice: of copies, where a change is lost, and of proxies,
// where it is not.
// Python: multiprocessing.managers.SyncManager.list
// Platform: posix
// Needs: OpenSSL

#include <boost/serialization/vector.hpp>
#include <iostream>
#include <vector>
#include "manager.hpp"

using Row = std::vector<int>;
using SharedRow = managers::ListProxy<int>;

void print(const Row& row) {
    for (int item : row)
        std::cout << ' ' << item;
    std::cout << '\n';
}

int main(int argc, char* argv[]) {
    managers::Types types;
    types.list<int>().list<Row>().list<SharedRow>();
    if (managers::is_server(argc, argv))
        return managers::serve(types);

    const managers::Manager manager(argc, argv);

    const auto copies = manager.list<Row>({{1, 2}});
    copies[0].push_back(3);
    std::cout << "a copy was changed:";
    print(copies[0]);
    Row row = copies[0];
    row.push_back(3);
    copies.set(0, row);
    std::cout << "and put back:";
    print(copies[0]);

    const auto rows = manager.list<SharedRow>();
    {
        const SharedRow inner = manager.list<int>({1, 2});
        rows.append(inner);
        inner.append(3);
    }
    // This program's own proxy is gone; the server's still holds the list.
    rows[0].append(4);
    std::cout << "the list itself was changed:";
    print(rows[0].get_value());
}

/* Output:
a copy was changed: 1 2
and put back: 1 2 3
the list itself was changed: 1 2 3 4
*/
