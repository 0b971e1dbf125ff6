// ch08/18_map_reduce.cpp
// The workers count the words of a file each; main adds the counts up.
// Python: multiprocessing.pool.Pool.imap_unordered
// Platform: posix

#include "process_pool.hpp"

#include <boost/serialization/map.hpp>
#include <boost/serialization/string.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <vector>

using Counts = std::map<std::string, int>;

Counts count_words(const std::string& path) {
    Counts counts;
    std::ifstream file(path);
    for (std::string word; file >> word;)
        ++counts[word];
    return counts;
}

struct Folder {
    Folder() {
        std::filesystem::create_directory(path);
    }
    ~Folder() {
        std::filesystem::remove_all(path);
    }
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / "ch08_18_texts";
};

int main() {
    process_pool::run_worker();

    const Folder folder;
    std::vector<std::string> files;
    for (std::string text : {"the cat and the dog", "the dog sleeps",
                             "a cat sleeps and a dog sleeps"}) {
        files.push_back(folder.path / std::to_string(files.size()));
        std::ofstream(files.back()) << text;
    }

    process_pool pool(2);
    Counts total;
    // A sum does not mind which file comes first.
    for (const Counts& counts : pool.imap_unordered<count_words>(files))
        for (const auto& [word, count] : counts)
            total[word] += count;

    for (const auto& [word, count] : total)
        std::cout << word << ' ' << count << '\n';
}

/* Output:
a 2
and 2
cat 2
dog 3
sleeps 3
the 3
*/
