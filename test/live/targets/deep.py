"""Recurses as deep as its first argument says, and stays there for as many seconds as its second says."""
import sys
from time import perf_counter as clock


def descend(levels, seconds):
    if levels > 1:
        return descend(levels - 1, seconds)
    return hold(clock() + seconds)


def hold(deadline):
    while clock() < deadline:
        pass


sys.setrecursionlimit(100_000)
descend(int(sys.argv[1]), float(sys.argv[2]))
