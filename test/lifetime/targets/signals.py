"""Says that it is ready; a handled signal (SIGTERM, SIGUSR2) ends it with exit code 5, an unhandled one kills it."""
import os
import signal
import sys


def leave(number, frame):
    sys.exit(5)


for number in (signal.SIGTERM, signal.SIGUSR2):
    signal.signal(number, leave)
if "--handle-int" in sys.argv:
    signal.signal(signal.SIGINT, leave)
print(f"ready {os.getpid()}", flush=True)
while True:
    sum(range(1000))
