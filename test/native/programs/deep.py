"""Rests at the bottom of a recursion as deep as its argument says."""

import sys
import time


def descend(depth):
    if depth == 0:
        print("resting", flush=True)
        time.sleep(3600)
    else:
        descend(depth - 1)


depth = int(sys.argv[1])
sys.setrecursionlimit(depth + 1000)
descend(depth)
