"""ch01/python/03_containers.py
The four containers, each with the type of its elements fixed: a list is a
vector, a dict is a map, and structured bindings take a tuple apart.
"""

from collections import defaultdict


def oldest(years: dict[str, int]) -> tuple[str, int]:
    result = ("nobody", 9999)
    for name, year in years.items():
        if year < result[1]:
            result = (name, year)
    return result


names: list[str] = ["Grace", "Ada"]
names.append("Alan")
print(f"{len(names)} names, the last is {names[-1]}")

years: dict[str, int] = {"Grace": 1906, "Ada": 1815, "Alan": 1912}
for name, year in sorted(years.items()):
    print(name, year)

name, year = oldest(years)
print("oldest:", name, year)

if (found := years.get("Ada")) is not None:
    print("found", found)
try:
    years["Edsger"]
except KeyError:
    print("no such key")
counts = defaultdict(int, years)
counts["Edsger"] += 1
print("now", counts["Edsger"])

letters: set[str] = set("locklock")
print(
    f"{len(letters)} letters, k among them:", "yes" if "k" in letters else "no"
)
