#!/usr/bin/env python3
"""Submits a study of two arrays to a broker, works it off, and reads its status.

usage: protocol_check.py ADDRESS [SERVER_KEY PUBLIC_KEY SECRET_KEY]

Ends with status 0 when everything was as docs/protocol.md says.
"""

import sys

from merlin_client import (
    ALL, COMPLETED, ELEMENTWISE, SUCCEEDED, BrokerError, Consumer, Line, Producer, from_ranges, from_tasks, to_ranges,
    to_tasks)

TASKS = 500
PLAN = b"square the index"
SHAPE = [1, 2, 4, 0]
RESOURCES = [[1, 2, 16, 0]]
HOSTS = "pynode[1-2]"


def check(condition, what):
    if not condition:
        sys.exit(f"protocol_check: {what}")


def check_forms():
    indices = [0, 1, 2, 7, 9, 10]
    check(to_ranges(indices) == [0, 3, 4, 1, 1, 2], "ranges are not written as the document says")
    check(from_ranges(to_ranges(indices)) == indices, "ranges do not come back")
    records = [(5, 1, 0, 0, 1000, 20, 20), (3, 4, 1, 2, 900, 30, 400)]
    check(from_tasks(to_tasks(records)) == records, "tasks do not come back")


def arrays():
    return [
        ["square", "numbers", TASKS, 16, 3, 0, [], "square", None, True, SHAPE],
        ["check", "numbers", TASKS, 16, 3, 0, [[0, ELEMENTWISE]], "check", None, True],
        ["sum", "numbers", 1, 16, 3, 0, [[1, ALL]], "sum"],
    ]


def check_study(producer, study, seen):
    check(producer.wait(study) == COMPLETED, "the study has not completed")
    status = producer.status(study)
    check(status["end"] == COMPLETED and status["closed"] is not None, f"the status is wrong: {status}")
    check(status["name"] == "numbers", "the study has another name")
    counts = [array["outcomes"] for array in status["arrays"]]
    check(counts == [[[SUCCEEDED, TASKS]], [[SUCCEEDED, TASKS]], [[SUCCEEDED, 1]]], f"the counts are wrong: {counts}")
    check(len(seen) == len(set(seen)) == 2 * TASKS + 1, "tasks were run twice or not at all")
    rows = producer.tasks(study, 0)
    check([row[0] for row in rows] == list(range(TASKS)), "the page of tasks has other tasks")
    check(all(row[1] == SUCCEEDED and row[7] == "python worker" for row in rows), "the page of tasks tells something else")
    check(all(row[8:] == (HOSTS, f"job{row[0]}", "f0") for row in rows), "the page of tasks tells other places")
    check([row[8:] for row in producer.tasks(study, 2)] == [("python", None, "f0")], "the sum was somewhere else")


def check_refusal(producer):
    try:
        producer.status(4_000_000)
    except BrokerError:
        return
    check(False, "a study that does not exist has a status")


def main(address, *keys):
    check_forms()
    producer_line = Line(address, keys)
    consumer_line = Line(address, keys)
    producer = Producer(producer_line)
    seen = []

    def run(ordinal, index, attempt, plan):
        check(plan == PLAN, "the plan is another")
        check(attempt == 0, "a first attempt has another number")
        seen.append((ordinal, index))
        return SUCCEEDED, 0

    def place(ordinal, index):
        return (f"job{index}", HOSTS) if ordinal == 0 else None

    study = producer.submit("numbers", "/nowhere/numbers", arrays(), PLAN)
    producer.watch(study)
    consumer = Consumer(consumer_line, "python worker", ["numbers"], run, RESOURCES, "f0", place)
    consumer.work(2 * TASKS + 1)
    check_study(producer, study, seen)
    check_refusal(producer)
    consumer.leave()
    consumer_line.close()
    producer_line.close()
    print(f"study {study} on broker {producer_line.broker} for {producer_line.owner}: {len(seen)} tasks")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 5):
        sys.exit(__doc__)
    main(*sys.argv[1:])
