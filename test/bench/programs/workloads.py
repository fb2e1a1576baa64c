"""Programs of known shape for the benchmark: `python workloads.py NAME FOLDER`.

Each counts finished rounds of equal work in the first eight bytes of FOLDER/rounds, so that the benchmark can read the
program's speed from outside, without asking it. Once, at its deepest place, it writes into FOLDER/ranges which memory a
sampler must read to see its stacks: lines of "address length".
"""

import asyncio
import ctypes
import mmap
import os
import struct
import sys
import threading

NAME, FOLDER = sys.argv[1:]
ROUNDS = 0
# Bytes of a thread's state up to its frame and data stack; of a frame before its locals; of the runtime's words.
THREAD_STATE_BYTES = 320
FRAME_BYTES = 88
WORDS_BYTES = 64
# Frames nearer than this are read as one range: another range costs more than these bytes.
GAP_BYTES = 512
F_FRAME_OFFSET = 24


def open_counter(path):
    with open(path, "r+b") as file:
        return mmap.mmap(file.fileno(), 8)


COUNTER = open_counter(os.path.join(FOLDER, "rounds"))


def count():
    global ROUNDS
    ROUNDS += 1
    struct.pack_into("<Q", COUNTER, 0, ROUNDS)


def address_of(function):
    function.restype = ctypes.c_void_p
    return function()


def frame_range(frame):
    code = frame.f_code
    slots = code.co_nlocals + len(code.co_cellvars) + len(code.co_freevars) + code.co_stacksize
    start = ctypes.c_uint64.from_address(id(frame) + F_FRAME_OFFSET).value
    return [start, start + FRAME_BYTES + 8 * slots]


def merged(ranges):
    result = []
    for start, end in sorted(ranges):
        if result and start - result[-1][1] < GAP_BYTES:
            result[-1][1] = max(end, result[-1][1])
        else:
            result.append([start, end])
    return result


def thread_ranges():
    """What must be read of the calling thread."""
    state = address_of(ctypes.pythonapi.PyThreadState_Get)
    frames, frame = [], sys._getframe(1)
    while frame is not None:
        frames.append(frame_range(frame))
        frame = frame.f_back
    return [[state, state + THREAD_STATE_BYTES], *merged(frames)]


def publish(other_threads=()):
    runtime = ctypes.addressof(ctypes.c_char.in_dll(ctypes.pythonapi, "_PyRuntime"))
    interpreter = address_of(ctypes.pythonapi.PyInterpreterState_Get)
    words = [[address, address + WORDS_BYTES] for address in (runtime, interpreter)]
    with open(os.path.join(FOLDER, "ranges.new"), "w") as file:
        for start, end in [*words, *thread_ranges(), *other_threads]:
            file.write(f"{start} {end - start}\n")
    os.rename(os.path.join(FOLDER, "ranges.new"), os.path.join(FOLDER, "ranges"))


def spin(n):
    if n < 0:
        publish()
    total = 0
    for i in range(n):
        total += i
    return total


def shallow():
    spin(-1)
    while True:
        spin(2000)
        count()


def leaf_a(x):
    return x + 1


def leaf_b(x):
    return x - 1


def hot_a(x):
    return leaf_a(x) + leaf_a(x)


def hot_b(x):
    return leaf_b(x) + leaf_b(x)


def churn():
    spin(-1)
    while True:
        for i in range(200):
            hot_a(i)
            hot_b(i)
        count()


def descend(depth, work):
    return work() if depth == 0 else descend(depth - 1, work)


def numbers(n):
    if n < 0:
        publish()
    for i in range(n):
        yield i


def squares(n):
    for i in numbers(n):
        yield i * i


def generators():
    for _ in squares(-1):
        pass
    while True:
        for _ in squares(500):
            pass
        count()


def raise_through(depth):
    if depth < 0:
        publish()
    if depth <= 0:
        raise KeyError(depth)
    raise_through(depth - 1)


def catch(depth):
    try:
        raise_through(depth)
    except KeyError:
        pass


def exceptions():
    catch(-1)
    while True:
        for _ in range(40):
            catch(5)
        count()


def thread_spin(ranges, started):
    ranges.append(thread_ranges())
    started.wait()
    while True:
        spin(2000)
        count()


def threads(number):
    ranges = []
    # While the first of them compute, each further thread waits for the GIL many times until it has started.
    started = threading.Event()
    for _ in range(number - 1):
        threading.Thread(target=thread_spin, args=(ranges, started), daemon=True).start()
    while len(ranges) < number - 1:
        spin(500)
    started.set()
    publish([one for some in ranges for one in some])
    while True:
        spin(2000)
        count()


async def step(queue, n):
    total = 0
    for i in range(20):
        total += i
    await queue.put(total + n)
    return await queue.get()


async def task(n):
    queue = asyncio.Queue()
    if n == 0:
        publish()
    while True:
        await step(queue, n)
        if n == 0:
            count()
        await asyncio.sleep(0)


async def tasks(number):
    await asyncio.gather(*(task(n) for n in range(number)))


WORKLOADS = {
    "shallow": shallow,
    "deep 100": lambda: descend(100, shallow),
    "deep 500": lambda: descend(500, shallow),
    "churn": churn,
    "deep churn 100": lambda: descend(100, churn),
    "generators": generators,
    "exceptions": exceptions,
    "16 threads": lambda: threads(16),
    "64 threads": lambda: threads(64),
    "asyncio 200 tasks": lambda: asyncio.run(tasks(200)),
}

sys.setrecursionlimit(3000)
WORKLOADS[NAME]()
