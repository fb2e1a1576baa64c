"""Three threads wait, each in a function of its own, while the main thread works."""
import sys
import threading
from time import perf_counter as clock

over = threading.Event()


def first_waiter():
    over.wait()


def second_waiter():
    over.wait()


def third_waiter():
    over.wait()


def main_work(deadline):
    while clock() < deadline:
        pass


threads = [threading.Thread(target=target) for target in (first_waiter, second_waiter, third_waiter)]
for thread in threads:
    thread.start()
main_work(clock() + float(sys.argv[1]))
over.set()
for thread in threads:
    thread.join()
