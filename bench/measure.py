# SPDX-License-Identifier: Apache-2.0
"""Whole-process measurements: commands run alternately, A B A B ..., each with its wall time, CPU time and peak memory."""
import os
import shutil
import statistics
import subprocess
import time


def run(command, cleanup=()):
    """Runs one command to completion; returns wall and CPU seconds and peak resident bytes of its process."""
    for path in cleanup:
        shutil.rmtree(path, ignore_errors=True)
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    error = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - begun
    if status != 0:
        raise SystemExit(f"{command[0]} ended with {status}: {error.decode()[-2000:]}")
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "peak": usage.ru_maxrss * 1024}


def drop_caches():
    """Drops the file cache, so that the next reads come from the disk; needs root."""
    subprocess.run(["sync"], check=True)
    with open("/proc/sys/vm/drop_caches", "w") as f:
        f.write("3\n")


def show(name, runs):
    """Prints medians, with the spread of the wall time."""
    walls = [r["wall"] for r in runs]
    print(f"{name:<28} wall {statistics.median(walls):7.2f} s  ({min(walls):.2f} to {max(walls):.2f})"
          f"   cpu {statistics.median(r['cpu'] for r in runs):7.2f} s   peak {statistics.median(r['peak'] for r in runs) / 1e6:7.0f} MB")
    return statistics.median(walls)


def ratio(name, one, other, key):
    """Median of the pairwise ratios one / other."""
    print(f"{name:<28} {statistics.median(a[key] / b[key] for a, b in zip(one, other)):.2f}")
