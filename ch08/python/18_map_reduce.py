"""ch08/python/18_map_reduce.py
The workers count the words of a file each; main adds the counts up.
"""

import tempfile
from collections import Counter
from multiprocessing import Pool
from pathlib import Path


def count_words(path: Path) -> Counter[str]:
    return Counter(path.read_text().split())


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for text in (
            "the cat and the dog",
            "the dog sleeps",
            "a cat sleeps and a dog sleeps",
        ):
            files.append(Path(folder) / str(len(files)))
            files[-1].write_text(text)

        total: Counter[str] = Counter()
        with Pool(2) as pool:
            for counts in pool.imap_unordered(count_words, files):
                total += counts

    for word, count in sorted(total.items()):
        print(word, count)


if __name__ == "__main__":
    main()
