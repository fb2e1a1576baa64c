"""Says that it is ready, then works until the file named by its argument appears; ends with exit code 4."""
import os
import sys

print(f"ready {os.getpid()}", flush=True)
while not os.path.exists(sys.argv[1]):
    sum(range(1000))
sys.exit(4)
