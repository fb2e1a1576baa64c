"""Counts real-time signals, of which the system queues every one: `python signalled.py WANTED`.

Prints "ready", then the number of signals seen when there were WANTED, and ends with exit code 3. Never rests.
"""

import os
import signal
import sys

WANTED = int(sys.argv[1])


def spin(n):
    total = 0
    for i in range(n):
        total += step(i)
    return total


def step(i):
    return i + 1


# Python calls a handler once for several signals, but writes a byte for each.
reader, writer = os.pipe()
os.set_blocking(reader, False)
os.set_blocking(writer, False)
signal.set_wakeup_fd(writer)
signal.signal(signal.SIGRTMIN, lambda number, frame: None)
print("ready", flush=True)
seen = 0
while seen < WANTED:
    spin(100)
    try:
        seen += len(os.read(reader, WANTED))
    except BlockingIOError:
        pass
print(seen, flush=True)
sys.exit(3)
