"""The Celery application that worker and submitter share."""
import os
import subprocess

from celery import Celery

REDIS = "redis+socket://" + os.environ["BENCH_REDIS"]

app = Celery("bench", broker=REDIS, backend=REDIS)


@app.task
def run(script, number):
    """Runs the script of a task."""
    subprocess.run([script, str(number)], check=True)
