"""One thread or process for each thing that a sampler can tell apart; prints a line when all of them are at work."""
import asyncio
import gc
import os
import subprocess
import sys
import threading
import time


def spins():
    while True:
        total = 0
        for i in range(1000):
            total += i


def sleeps():
    while True:
        time.sleep(60)


def handles():
    try:
        raise ValueError
    except ValueError:
        time.sleep(3600)


def collects():
    litter = [[i] for i in range(200_000)]
    while litter:
        gc.collect()
        time.sleep(0.001)


def rests(seconds):
    time.sleep(seconds)
    return seconds


def maps():
    list(map(rests, [3600]))


async def waited():
    await asyncio.sleep(3600)


async def awaits():
    await asyncio.create_task(waited(), name="inner task")


async def turns():
    waiting = asyncio.create_task(awaits(), name="outer task")
    while not waiting.done():
        for _ in range(20_000):
            pass
        await asyncio.sleep(0)


def loops():
    asyncio.run(turns())


def spins_in_child(parent):
    while os.getppid() == parent:
        total = 0
        for i in range(1000):
            total += i


if sys.argv[1:]:
    spins_in_child(int(sys.argv[1]))
else:
    for work in (sleeps, handles, collects, maps, loops):
        threading.Thread(target=work, daemon=True).start()
    subprocess.Popen([sys.executable, __file__, str(os.getpid())], stdout=subprocess.DEVNULL)
    print("started", flush=True)
    spins()
