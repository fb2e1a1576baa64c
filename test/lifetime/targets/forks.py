"""Forks a child that outlives it, holding its pipes open, and says the child's process id."""
import os
import time

start = time.perf_counter()
child = os.fork()
if child == 0:
    time.sleep(60)
    os._exit(0)
print(child, flush=True)
while time.perf_counter() < start + 0.2:
    pass
