"""Busy in main > middle > leaf, with a thread that waits; ends when the file that it is given appears, with code 3."""

import os
import sys
import threading
import time


def leaf(count):
    total = 0
    for number in range(count):
        total += number * number
    return total


def middle(count):
    return leaf(count) + leaf(count // 2)


def waiter():
    while True:
        time.sleep(0.01)


def main(stop):
    print("hello on stdout", flush=True)
    print("hello on stderr 100%s", file=sys.stderr, flush=True)
    threading.Thread(target=waiter, name="waiter", daemon=True).start()
    try:
        while not os.path.exists(stop):
            middle(20_000)
    except KeyboardInterrupt:
        sys.exit(7)
    print("goodbye on stdout", flush=True)
    sys.exit(3)


main(sys.argv[1])
