"""Threads that each do one thing, in a function of its own, until the program is ended; says "ready" when all do."""
import hashlib
import threading
import time

FOREVER = 1000
BLOCK = bytes(8 << 20)
ready = threading.Barrier(8)


def spins():
    ready.wait()
    while True:
        pass


def sleeps():
    ready.wait()
    time.sleep(FOREVER)


def hashes():
    ready.wait()
    while True:
        hashlib.sha256(BLOCK)


def handles():
    ready.wait()
    try:
        raise ValueError
    except ValueError:
        time.sleep(FOREVER)


def yields_while_handling():
    yield time.sleep(FOREVER)


def handles_below_generator():
    ready.wait()
    try:
        raise ValueError
    except ValueError:
        next(yields_while_handling())


def handled():
    ready.wait()
    try:
        raise ValueError
    except ValueError:
        pass
    time.sleep(FOREVER)


def yields_handled():
    try:
        raise ValueError
    except ValueError:
        pass
    yield time.sleep(FOREVER)


def handled_in_generator():
    ready.wait()
    next(yields_handled())


for work in (spins, sleeps, hashes, handles, handles_below_generator, handled, handled_in_generator):
    threading.Thread(target=work, name=work.__name__, daemon=True).start()
ready.wait()
print("ready", flush=True)
time.sleep(FOREVER)
