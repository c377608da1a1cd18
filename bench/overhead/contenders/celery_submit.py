"""celery_submit.py SCRIPT COUNT: runs so many tasks and waits for the result of each."""
import sys

from celery_tasks import run

script, count = sys.argv[1], int(sys.argv[2])
results = [run.delay(script, number) for number in range(count)]
for result in results:
    result.get()
