"""Changes who may look into it: each line of input is "user UID" or "dumpable 0|1", answered with "ok"."""

import ctypes
import os
import sys

PR_SET_DUMPABLE = 4

libc = ctypes.CDLL(None, use_errno=True)
print("ready", flush=True)
for line in sys.stdin:
    what, number = line.split()
    if what == "user":
        os.setgroups([])
        os.setgid(int(number))
        os.setuid(int(number))
    elif libc.prctl(PR_SET_DUMPABLE, int(number), 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
    print("ok", flush=True)
