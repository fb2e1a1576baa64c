"""Publishes its own stack while it runs: `python published.py FILE`.

Prints the stacks that it can have as JSON, then works until it is ended. FILE is a ring of pairs of eight bytes: a time of
the monotonic clock, and the number of the stack that stood exactly then. Between two entries the stack is what lies on the
way from one to the other. Writing an entry calls nothing but C.
"""
import itertools
import json
import mmap
import struct
import sys
import time

STACKS = [
    "main",
    "main/direct",
    "main/direct/leaf",
    "main/feed",
    "main/feed/source",
    "main/feed/source/leaf",
    "main/guard",
    "main/guard/middle",
    "main/guard/middle/thrower",
    "main/drive",
    "main/drive/task",
    "main/drive/task/inner",
]
MAIN, DIRECT, DIRECT_LEAF, FEED, SOURCE, SOURCE_LEAF, GUARD, MIDDLE, THROWER, DRIVE, TASK, INNER = range(len(STACKS))
ENTRIES = 1 << 20
ENTRY = struct.Struct("<QQ")
put, clock = ENTRY.pack_into, time.monotonic_ns
slots = itertools.cycle(range(0, ENTRIES * ENTRY.size, ENTRY.size))
# Long against the time that one look takes, short against the time of a test.
WHILE = range(1500)

with open(sys.argv[1], "w+b") as file:
    file.truncate(ENTRIES * ENTRY.size)
    ring = mmap.mmap(file.fileno(), ENTRIES * ENTRY.size)


def leaf(state):
    put(ring, next(slots), clock(), state)
    for _ in WHILE:
        pass
    put(ring, next(slots), clock(), state)


def direct():
    put(ring, next(slots), clock(), DIRECT)
    leaf(DIRECT_LEAF)
    put(ring, next(slots), clock(), DIRECT)
    for _ in WHILE:
        pass
    put(ring, next(slots), clock(), DIRECT)


def source():
    for _ in range(3):
        put(ring, next(slots), clock(), SOURCE)
        for _ in WHILE:
            pass
        leaf(SOURCE_LEAF)
        put(ring, next(slots), clock(), SOURCE)
        yield
    put(ring, next(slots), clock(), SOURCE)


def feed():
    for _ in source():
        put(ring, next(slots), clock(), FEED)
        for _ in WHILE:
            pass
        put(ring, next(slots), clock(), FEED)
    put(ring, next(slots), clock(), FEED)


def thrower():
    put(ring, next(slots), clock(), THROWER)
    for _ in WHILE:
        pass
    put(ring, next(slots), clock(), THROWER)
    raise KeyError


def middle():
    put(ring, next(slots), clock(), MIDDLE)
    for _ in WHILE:
        pass
    thrower()


def guard():
    put(ring, next(slots), clock(), GUARD)
    try:
        middle()
    except KeyError:
        put(ring, next(slots), clock(), GUARD)
        for _ in WHILE:
            pass
    put(ring, next(slots), clock(), GUARD)


async def inner():
    put(ring, next(slots), clock(), INNER)
    for _ in WHILE:
        pass
    put(ring, next(slots), clock(), INNER)


async def task():
    put(ring, next(slots), clock(), TASK)
    for _ in WHILE:
        pass
    await inner()
    put(ring, next(slots), clock(), TASK)


def drive():
    put(ring, next(slots), clock(), DRIVE)
    try:
        task().send(None)
    except StopIteration:
        put(ring, next(slots), clock(), DRIVE)
    for _ in WHILE:
        pass
    put(ring, next(slots), clock(), DRIVE)


def main():
    put(ring, next(slots), clock(), MAIN)
    print(json.dumps(STACKS), flush=True)
    while True:
        direct()
        put(ring, next(slots), clock(), MAIN)
        feed()
        put(ring, next(slots), clock(), MAIN)
        guard()
        put(ring, next(slots), clock(), MAIN)
        drive()
        put(ring, next(slots), clock(), MAIN)


main()
