// ch01/01_hello.cpp
// A program greets the name it was started with; every name in it has a type.
// Python: print, len, sys.argv
// Args: Ada

#include <iostream>
#include <string>

// Types are checked before the program runs, and cost nothing when it does.
std::string greeting(const std::string& name) {
    return "Hello, " + name + '!';
}

// The program begins here, wherever in the file main stands.
int main(int argc, char* argv[]) {
    // argv[0] is the program, as in sys.argv.
    const std::string name = argc > 1 ? argv[1] : "world";

    // `auto` takes the type from the right-hand side, once and for all.
    auto text = greeting(name);

    // Unlike print, `<<` adds neither a space nor a line end.
    std::cout << text << '\n';
    std::cout << "The name has " << name.size() << " letters.\n";

    // Reaching the end of main means exit code 0.
}

/* Output:
Hello, Ada!
The name has 3 letters.
*/
