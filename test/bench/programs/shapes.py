"""Programs whose every call is written down: `python shapes.py NAME` prints a line and runs until it is ended.

A line that calls says whom: "# -> name, name". A function that code of others calls says "# entry". Nothing else is
possible, so that a stack with any other link between a caller's line and its callee is one that never was.
"""

import asyncio
import sys
import threading


def spin(n):
    total = 0
    for i in range(n):
        total += i
    return total


def shallow():
    while True:
        spin(200)  # -> spin
        spin(100)  # -> spin


def leaf_a(x):
    return x + 1


def leaf_b(x):
    return x - 1


def leaf_c(x):
    y = x * 2
    return y + x


def hot_a(x):
    y = leaf_a(x)  # -> leaf_a
    return leaf_a(y)  # -> leaf_a


def hot_b(x):
    return leaf_b(x) + leaf_b(x)  # -> leaf_b


def hot_c(x):
    for _ in range(3):
        x = leaf_c(x)  # -> leaf_c
    return hot_b(x)  # -> hot_b


def churn():
    while True:
        hot_a(1)  # -> hot_a
        hot_b(2)  # -> hot_b
        hot_c(3)  # -> hot_c


def work_shallow():
    shallow()  # -> shallow


def work_churn():
    churn()  # -> churn


def descend(depth, work):
    if depth == 0:
        work()  # -> work_shallow, work_churn
    else:
        descend(depth - 1, work)  # -> descend


def deep_100_churn():
    descend(100, work_churn)  # -> descend


def deep_500():
    descend(500, work_shallow)  # -> descend


def numbers(n):
    for i in range(n):
        yield i


def squares(n):
    for i in numbers(n):  # -> numbers
        yield i * i


def chained(n):
    yield from squares(n)  # -> squares


def generators():
    while True:
        for _ in squares(30):  # -> squares
            pass
        for _ in chained(30):  # -> chained
            pass


def raise_through(depth):
    if depth == 0:
        raise KeyError(depth)
    raise_through(depth - 1)  # -> raise_through


def catch(depth):
    try:
        raise_through(depth)  # -> raise_through
    except KeyError:
        return spin(2)  # -> spin


def exceptions():
    while True:
        catch(5)  # -> catch
        catch(2)  # -> catch


def one():
    pass


def two():
    pass


def three():
    pass


def tiny():
    while True:
        one()  # -> one
        two()  # -> two
        three()  # -> three


def thread_churn():  # entry
    churn()  # -> churn


def threads():
    # Threads that wait for the GIL hold still: the more often it changes hands, the more is to be seen.
    sys.setswitchinterval(0.0002)
    for _ in range(3):
        threading.Thread(target=thread_churn, daemon=True).start()  # -> Thread.__init__, Thread.start, __init__, start
    churn()  # -> churn


async def step(n):
    spin(n)  # -> spin
    await asyncio.sleep(0)  # -> sleep


async def worker(n):  # entry
    while True:
        await step(n)  # -> step


async def gather(number):  # entry
    await asyncio.gather(*[asyncio.ensure_future(worker(n % 7)) for n in range(number)])


def tasks():
    asyncio.run(gather(50))  # -> run


PROGRAMS = {
    "shallow": shallow,
    "churn": churn,
    "deep churn 100": deep_100_churn,
    "deep 500": deep_500,
    "generators": generators,
    "exceptions": exceptions,
    "tiny": tiny,
    "threads": threads,
    "asyncio": tasks,
}

sys.setrecursionlimit(3000)
print("started", flush=True)
PROGRAMS[sys.argv[1]]()  # -> shallow, churn, deep_100_churn, deep_500, generators, exceptions, tiny, threads, tasks
