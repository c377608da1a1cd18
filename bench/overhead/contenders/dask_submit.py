"""dask_submit.py SCHEDULER-FILE WORKERS SCRIPT COUNT: runs so many tasks, and waits for all, when so many workers are there."""
import subprocess
import sys

from distributed import Client


def run(number, script):
    """Runs the script of a task."""
    subprocess.run([script, str(number)], check=True)


scheduler, workers, script, count = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
with Client(scheduler_file=scheduler, timeout=60) as client:
    client.wait_for_workers(workers, timeout=60)
    client.gather(client.map(run, range(count), script=script, pure=False))
