"""Spends three quarters of its time in heavy, a quarter in light, for as many seconds as its argument says."""
import sys
from time import perf_counter as clock


def heavy(deadline):
    x = 0
    while clock() < deadline:
        x += 1
        x -= 1
    return x


def light(deadline):
    y = 1.5
    while clock() < deadline:
        y *= 1.0
    return y


def main(seconds):
    now = clock()
    end = now + seconds
    while now < end:
        heavy(now + 0.006)
        light(now + 0.008)
        now += 0.008


main(float(sys.argv[1]))
