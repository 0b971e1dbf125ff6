// ch07/20_shareable_list.cpp
// A list of integers, floats and short texts in shared memory: its length is
// fixed, its items can be replaced, and what it finds there it does not trust.
// Python: multiprocessing.shared_memory.ShareableList,
//   multiprocessing.shared_memory.ShareableList.count,
//   multiprocessing.shared_memory.ShareableList.format,
//   multiprocessing.shared_memory.ShareableList.index,
//   multiprocessing.shared_memory.ShareableList.shm

#include <algorithm>
#include <array>
#include <boost/asio.hpp>
#include <boost/interprocess/mapped_region.hpp>
#include <boost/interprocess/shared_memory_object.hpp>
#include <boost/process/v2.hpp>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

namespace asio = boost::asio;
namespace ipc = boost::interprocess;
namespace process = boost::process::v2;

using Item = std::variant<std::int64_t, double, std::string>;

struct Slot {
    char format;  // Python's letters: q an integer, d a float, s a text
    std::uint8_t used;
    std::array<char, 8> text;
    std::int64_t integer;
    double real;
};

class ShareableList {
public:
    ShareableList(const std::string& name, const std::vector<Item>& items)
        : shm(ipc::create_only, name.c_str(), ipc::read_write),
          length_(items.size()) {
        shm.truncate(sizeof length_ + length_ * sizeof(Slot));
        region_ = ipc::mapped_region(shm, ipc::read_write);
        *static_cast<std::size_t*>(region_.get_address()) = length_;
        for (std::size_t i = 0; i < length_; ++i)
            set(i, items[i]);
    }

    explicit ShareableList(const std::string& name)
        : shm(ipc::open_only, name.c_str(), ipc::read_write),
          region_(shm, ipc::read_write) {
        const std::size_t size = region_.get_size();
        if (size >= sizeof length_)
            length_ = *static_cast<std::size_t*>(region_.get_address());
        // Divided: a product could overflow and pass.
        if (size < sizeof length_ ||
            length_ > (size - sizeof length_) / sizeof(Slot))
            throw std::runtime_error("the length lies");
    }

    Item get(std::size_t index) const {
        const Slot found = slot(index);
        if (found.format == 'q')
            return found.integer;
        if (found.format == 'd')
            return found.real;
        if (found.format != 's' || found.used > found.text.size())
            throw std::runtime_error("the format lies");
        return std::string(found.text.data(), found.used);
    }

    void set(std::size_t index, const Item& item) {
        Slot& target = slot(index);
        if (auto text = std::get_if<std::string>(&item)) {
            if (text->size() > target.text.size())
                throw std::length_error("too long");
            std::ranges::copy(*text, target.text.begin());
            target.used = static_cast<std::uint8_t>(text->size());
        } else if (auto integer = std::get_if<std::int64_t>(&item)) {
            target.integer = *integer;
        } else {
            target.real = std::get<double>(item);
        }
        target.format = "qds"[item.index()];
    }

    std::size_t count(const Item& item) const {
        std::size_t found = 0;
        for (std::size_t i = 0; i < length_; ++i)
            found += get(i) == item;
        return found;
    }

    std::size_t index(const Item& item) const {
        for (std::size_t i = 0; i < length_; ++i)
            if (get(i) == item)
                return i;
        throw std::invalid_argument("not in the list");
    }

    std::string format() const {
        std::string all;
        for (std::size_t i = 0; i < length_; ++i) {
            const char letter = slot(i).format;
            all += letter == 's' ? "8s" : std::string(1, letter);
        }
        return all;
    }

    ipc::shared_memory_object shm;

private:
    Slot& slot(std::size_t index) const {
        if (index >= length_)
            throw std::out_of_range("no such item");
        auto start = static_cast<std::byte*>(region_.get_address());
        return reinterpret_cast<Slot*>(start + sizeof length_)[index];
    }

    ipc::mapped_region region_;
    std::size_t length_ = 0;
};

int child(const std::string& name) {
    // A byte says that the memory is there. No byte: the parent is gone, and
    // what it may have made has to go with it.
    if (char go; !std::cin.get(go)) {
        ipc::shared_memory_object::remove(name.c_str());
        return EXIT_FAILURE;
    }
    ShareableList list(name);
    // Both have it open: without its name it can't be left behind.
    ipc::shared_memory_object::remove(name.c_str());
    std::cout << "child: finds " << std::get<std::string>(list.get(0)) << ' '
              << std::get<std::int64_t>(list.get(1)) << std::endl;
    list.set(0, "Grace");
    list.set(1, 85);
    return EXIT_SUCCESS;
}

// Whoever may open the memory may write to it what he likes.
void lie(const std::string& name) {
    ipc::remove_shared_memory_on_destroy remover(name.c_str());
    ipc::shared_memory_object memory(ipc::create_only, name.c_str(),
                                     ipc::read_write);
    memory.truncate(64);
    ipc::mapped_region region(memory, ipc::read_write);
    *static_cast<std::size_t*>(region.get_address()) = 1000;
    try {
        ShareableList list(name);
    } catch (const std::runtime_error&) {
        std::cout << "parent: 1000 items in 64 bytes: refused" << std::endl;
    }
}

int main(int argc, char* argv[]) try {
    if (argc == 2)
        return child(argv[1]);

    const std::string name =
        "ch07_20_" + std::to_string(process::current_pid());
    asio::io_context io;
    asio::writable_pipe gate(io);
    process::process other(io, argv[0], {name},
                           process::process_stdio{gate, {}, {}});

    // Made when the child waits for it: the child removes it, should this be
    // killed. A crashed predecessor may have left its memory under this name.
    ipc::shared_memory_object::remove(name.c_str());
    lie(name);
    ipc::remove_shared_memory_on_destroy remover(name.c_str());
    ShareableList list(name, {"Ada", 36, 1.5, 36});
    std::cout << "parent: format " << list.format() << ", 36 found "
              << list.count(36) << " times, 1.5 at " << list.index(1.5)
              << std::endl;

    gate.write_some(asio::buffer("\n", 1));
    if (other.wait() != EXIT_SUCCESS)
        throw std::runtime_error("the child has failed");
    std::cout << "parent: finds " << std::get<std::string>(list.get(0)) << ' '
              << std::get<std::int64_t>(list.get(1)) << '\n';

    try {
        list.set(0, "Grace Hopper");
    } catch (const std::length_error&) {
        std::cout << "parent: 12 letters in 8 bytes: refused\n";
    }
} catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
}

/* Output:
parent: 1000 items in 64 bytes: refused
parent: format 8sqdq, 36 found 2 times, 1.5 at 2
child: finds Ada 36
parent: finds Grace 85
parent: 12 letters in 8 bytes: refused
*/
