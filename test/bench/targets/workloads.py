"""Programs of known shape for the benchmark: `python workloads.py NAME COUNTER_FILE`.

Each counts finished rounds of equal work in the first eight bytes of COUNTER_FILE, so that the benchmark can read the
program's speed from outside, without asking it.
"""

import mmap
import struct
import sys
import threading


def open_counter(path):
    with open(path, "r+b") as file:
        return mmap.mmap(file.fileno(), 8)


COUNTER = open_counter(sys.argv[2])
ROUNDS = 0


def count():
    global ROUNDS
    ROUNDS += 1
    struct.pack_into("<Q", COUNTER, 0, ROUNDS)


def spin(n):
    total = 0
    for i in range(n):
        total += i
    return total


def shallow():
    while True:
        spin(2000)
        count()


def leaf_a(x):
    return x + 1


def leaf_b(x):
    return x - 1


def hot_a(x):
    return leaf_a(x) + leaf_a(x)


def hot_b(x):
    return leaf_b(x) + leaf_b(x)


def churn():
    while True:
        for i in range(200):
            hot_a(i)
            hot_b(i)
        count()


def descend(depth, work):
    return work() if depth == 0 else descend(depth - 1, work)


def spin_and_count():
    while True:
        spin(2000)
        count()


def churn_and_count():
    churn()


def numbers(n):
    for i in range(n):
        yield i


def squares(n):
    for i in numbers(n):
        yield i * i


def generators():
    while True:
        for _ in squares(500):
            pass
        count()


def thread_spin():
    while True:
        spin(500)


def threads(number):
    for _ in range(number - 1):
        threading.Thread(target=thread_spin, daemon=True).start()
    shallow()


def raise_through(depth):
    if depth == 0:
        raise KeyError(depth)
    raise_through(depth - 1)


def exceptions():
    while True:
        for _ in range(40):
            try:
                raise_through(5)
            except KeyError:
                pass
        count()


WORKLOADS = {
    "shallow": shallow,
    "churn": churn,
    "deep 100": lambda: descend(100, spin_and_count),
    "deep 500": lambda: descend(500, spin_and_count),
    "deep churn 100": lambda: descend(100, churn_and_count),
    "generators": generators,
    "exceptions": exceptions,
    "16 threads": lambda: threads(16),
}

sys.setrecursionlimit(3000)
WORKLOADS[sys.argv[1]]()
