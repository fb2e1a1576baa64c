"""Comes to rest in stacks that the fixtures of test/native know by heart, then says so."""

import threading
import time


def recurse(depth):
    if depth == 0:
        return rest()
    return recurse(depth - 1)


def rest():
    announce()
    time.sleep(3600)


def prodüce():
    yield recurse(3)


def delegate():
    yield from prodüce()


class Box:
    def __init__(self):
        self.items = sorted([1], key=lambda item: next(delegate()))


def wait_in_thread(event):
    event.wait()


def announce():
    while not any(t.name == "waiter" and t.is_alive() for t in threading.enumerate()):
        time.sleep(0.01)
    time.sleep(0.2)  # the waiter has its lock by then; nothing moves any more
    print("resting", flush=True)


threading.Thread(target=wait_in_thread, args=(threading.Event(),), name="waiter", daemon=True).start()
Box()
