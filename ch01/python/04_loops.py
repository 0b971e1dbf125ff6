"""ch01/python/04_loops.py
Counting, visiting, numbering and pairing: the loops that Python writes with
range, enumerate and zip.
"""

for i in range(3):
    print("step", i)
for i in range(10, 0, -4):
    print("down", i)

names = ["Ada", "Alan"]
for name in names:
    print(name)

years = [1815, 1912]
# A loop variable can't change the list; an index can.
for i in range(len(years)):
    years[i] += 100

for i, name in enumerate(names, start=1):
    print(f"{i}. {name}")

for name, year in zip(names, years):
    print(name, year)
