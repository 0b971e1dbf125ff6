"""ch10/python/19_bytes_and_text.py
A pipe carries bytes, and run() gives them as bytes: line ends, zeros, UTF-8 or
not. To make text of them is a step of its own.
"""

import subprocess


def output_of_printf(text_format: str) -> bytes:
    return subprocess.run(
        ["/usr/bin/printf", text_format], stdout=subprocess.PIPE
    ).stdout


def main() -> None:
    for text_format in [r"caf\303\251\r\n", r"a\000b\377"]:
        data = output_of_printf(text_format)
        print(f"{len(data)} bytes: {data.hex()}")
        try:
            # text=True would have done this.
            text = data.decode().replace("\r\n", "\n")
            print(f"{len(text)} characters")
        except UnicodeDecodeError:
            print("not UTF-8")


if __name__ == "__main__":
    main()
