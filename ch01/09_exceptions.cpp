// ch01/09_exceptions.cpp
// try, except, else and finally; then an exception is kept as a value and
// raised again elsewhere, which is how futures carry it.
// Python: ArithmeticError, BaseException, ZeroDivisionError

#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>

class ZeroDivision : public std::domain_error {
public:
    using std::domain_error::domain_error;
};

int divide(int a, int b) {
    // Without this check: undefined behaviour, not an exception.
    if (b == 0)
        throw ZeroDivision("integer division or modulo by zero");
    return a / b;
}

struct Finally {
    ~Finally() {
        std::cout << "finally\n";
    }
};

void attempt(int a, int b) {
    // Destroyed on every way out; declared outside the try block, so after
    // the handler has run.
    Finally finally;
    try {
        int result = divide(a, b);
        std::cout << "else: " << result << '\n';
    } catch (const std::domain_error& error) {
        std::cout << "except: " << error.what() << '\n';
    }
}

std::exception_ptr failure() {
    try {
        divide(1, 0);
    } catch (...) {
        return std::current_exception();
    }
    return nullptr;
}

int main() {
    attempt(6, 2);
    attempt(6, 0);

    // The handler above is long left; the exception still exists.
    std::exception_ptr kept = failure();
    try {
        if (kept)
            std::rethrow_exception(kept);
    } catch (const ZeroDivision& error) {
        std::cout << "again: " << error.what() << '\n';
    }
}

/* Output:
else: 3
finally
except: integer division or modulo by zero
finally
again: integer division or modulo by zero
*/
