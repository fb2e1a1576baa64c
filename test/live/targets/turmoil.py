"""64 threads that are somewhere else at each look: distinct stacks are few, runs of equal samples are short."""

import json
import random
import threading
import time


def squares(count):
    return sum(i * i for i in range(count))


def parse(count):
    return json.loads(json.dumps({str(i): [i] * 3 for i in range(count)}))


def work(depth):
    if depth:
        return work(depth - 1)
    squares(random.randrange(50))
    parse(random.randrange(20))
    time.sleep(0.0005)


def loop(number):
    while True:
        work(number % 20 + random.randrange(5))


for number in range(63):
    threading.Thread(target=loop, args=(number,), daemon=True).start()
print("started", flush=True)
loop(63)
