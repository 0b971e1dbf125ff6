// ch09/13_base_proxy.cpp
// The general proxy: methods by name, and a copy of the whole object, whose
// class says what of it travels.
// Python: multiprocessing.managers.BaseProxy._callmethod,
//   multiprocessing.managers.BaseProxy._getvalue
// Platform: posix
// Needs: OpenSSL

#include <boost/serialization/vector.hpp>
#include <iostream>
#include <string>
#include <vector>
#include "manager.hpp"

class Diary {
public:
    void note(const std::string& text) {
        lines_.push_back(text);
        saved_ = false;
    }
    const std::vector<std::string>& lines() const {
        return lines_;
    }

    template <typename Archive>
    void serialize(Archive& archive, unsigned) {
        (archive & lines_);
    }

private:
    std::vector<std::string> lines_;
    bool saved_ = true;
};

int main(int argc, char* argv[]) {
    managers::Types types;
    types.add<Diary>("Diary")
        .value()
        .method("note", &Diary::note)
        .method("lines", &Diary::lines);
    if (managers::is_server(argc, argv))
        return managers::serve(types);

    const managers::Manager manager(argc, argv);
    const managers::Proxy diary = manager.create("Diary");
    std::cout << "a proxy of a " << diary.type() << '\n';

    diary.call_method("note", "rain");
    diary.call_method("note", "more rain");

    Diary copy = diary.get_value<Diary>();
    copy.note("only in the copy");
    std::cout << "copy: " << copy.lines().size() << " lines\n";

    using Lines = std::vector<std::string>;
    for (const std::string& line : diary.call_method<Lines>("lines"))
        std::cout << "diary: " << line << '\n';
}

/* Output:
a proxy of a Diary
copy: 3 lines
diary: rain
diary: more rain
*/
