"""Stands still: threads that wait, one while it handles an exception, and asyncio tasks that await each other."""

import asyncio
import sys
import threading
import time


def handling():
    try:
        raise ValueError("kept")
    except ValueError:
        time.sleep(1000)


async def leaf(number):
    await asyncio.sleep(1000 + number)


async def middle(number):
    await asyncio.gather(leaf(number), leaf(number + 1))


async def top():
    tasks = [asyncio.ensure_future(middle(1)), asyncio.ensure_future(middle(3))]
    await asyncio.sleep(0.1)
    print("ready", flush=True)
    await asyncio.gather(*tasks)


threading.Thread(target=handling, daemon=True).start()
if "tasks" in sys.argv:
    asyncio.run(top())
else:
    print("ready", flush=True)
    handling()
