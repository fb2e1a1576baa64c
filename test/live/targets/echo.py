"""Says what it was given as JSON, and ends with the exit code it was told."""
import json
import os
import sys

print(json.dumps({"args": sys.argv[1:], "cwd": os.getcwd(), "name": __name__, "stdin": sys.stdin.read()}))
print("to stderr", file=sys.stderr)
sys.exit(int(os.environ.get("EXIT_CODE", "0")))
