"""Threads that run at the same time where there is no GIL: three turn in circles of their own, one collects garbage."""

import gc
import threading


def spin_a():
    while True:
        turn_a()


def turn_a():
    for _ in range(3):
        step_a()


def step_a():
    return [0]


def spin_b():
    for number in count_b():
        turn_b(number)


def count_b():
    number = 0
    while True:
        yield step_b(number)


def step_b(number):
    return number


def turn_b(number):
    return number


def spin_c():
    while True:
        Circle().turn_c()


class Circle:
    def __init__(self):
        self.size = 1

    def turn_c(self):
        return self.size


def collect():
    while True:
        gc.collect()


gc.disable()
ballast = [[] for _ in range(20_000)]  # so that collecting takes its time
threads = [threading.Thread(target=target, daemon=True) for target in (spin_a, spin_b, spin_c, collect)]
for thread in threads:
    thread.start()
print("running", flush=True)
threads[0].join()
