"""Works in heavy and in light for as many seconds as its argument says, and prints the seconds it spent in each."""
import json
import sys
from time import perf_counter as clock


def heavy(deadline):
    x = 0
    while clock() < deadline:
        x += 1
        x -= 1
    return clock()


def light(deadline):
    y = 1.5
    while clock() < deadline:
        y *= 1.0
    return clock()


def main(seconds):
    spent = {"heavy": 0.0, "light": 0.0}
    now = clock()
    end = now + seconds
    while now < end:
        middle = heavy(now + 0.006)
        after = light(middle + 0.002)
        spent["heavy"] += middle - now
        spent["light"] += after - middle
        now = after
    print(json.dumps(spent))


main(float(sys.argv[1]))
