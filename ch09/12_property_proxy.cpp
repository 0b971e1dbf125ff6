// ch09/12_property_proxy.cpp
// Attributes of a shared object. Each that is to be read is exposed as a
// function, and each that is to be set as another.
// Python: multiprocessing.managers.BaseManager.register,
//   multiprocessing.managers.BaseProxy._callmethod
// Platform: posix
// Needs: OpenSSL

#include <cmath>
#include <iostream>
#include "manager.hpp"

struct Point {
    Point(double x, double y) : x(x), y(y) {}
    double length() const {
        return std::hypot(x, y);
    }
    double x, y;
};

// What `point.x = 1` is in Python, assignment through a proxy object, is a
// function with a name here: a call to another process does not look free.
struct PointProxy : managers::Proxy {
    double x() const {
        return call_method<double>("x");
    }
    void set_x(double x) const {
        call_method("set_x", x);
    }
    double y() const {
        return call_method<double>("y");
    }
    double length() const {
        return call_method<double>("length");
    }
};

int main(int argc, char* argv[]) {
    managers::Types types;
    types.add<Point, double, double>("Point")
        .method("x", [](const Point& point) { return point.x; })
        .method("set_x", [](Point& point, double x) { point.x = x; })
        .method("y", [](const Point& point) { return point.y; })
        .method("length", &Point::length);
    if (managers::is_server(argc, argv))
        return managers::serve(types);

    const managers::Manager manager(argc, argv);
    const auto point = manager.create<PointProxy>("Point", 3.5, 4.0);
    std::cout << "x " << point.x() << ", y " << point.y() << '\n';
    point.set_x(7.5);
    std::cout << "x " << point.x() << ", length " << point.length() << '\n';
    try {
        point.call_method("set_y", 1.0);
    } catch (const managers::RemoteError&) {
        std::cout << "y can't be set\n";
    }
}

/* Output:
x 3.5, y 4
x 7.5, length 8.5
y can't be set
*/
