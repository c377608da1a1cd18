"""A client of Merlin's broker, written from docs/protocol.md alone.

Needs pyzmq and msgpack (Debian: python3-zmq, python3-msgpack). For one thread.
"""

import time
import uuid

import msgpack
import zmq

PROTOCOL = 1

SESSION_HELLO, SESSION_WELCOME, SESSION_REFUSED = 1, 2, 3
SESSION_UNKNOWN, SESSION_KEEP_ALIVE, SESSION_CLOSE = 4, 5, 6

CONSUMER_HELLO, CREDIT_GRANT, HEARTBEAT, TASK_REPORT = 16, 17, 18, 19
LEASE_RELEASE, PLAN_REQUEST, CONSUMER_GOODBYE = 20, 21, 22
WELCOME, CONSUMER_REFUSED, CONSUMER_UNKNOWN, CONSUMER_STOP = 64, 65, 66, 67
LEASE_GRANT, LEASE_RECALL, REPORT_ACK, PLAN_REPLY, PLAN_REFUSED, HEARTBEAT_ACK = 68, 69, 70, 71, 72, 73

STUDY_SUBMIT, STUDY_WATCH = 32, 37
STUDY_STATUS_REQUEST, TASK_PAGE_REQUEST = 49, 50
REQUEST_DONE, REQUEST_REFUSED, STUDY_ACCEPTED, STUDY_ENDED = 80, 81, 82, 83
STUDY_STATUS_ANSWER, TASK_PAGE_ANSWER = 97, 98

SUCCEEDED = 1
ALL, ELEMENTWISE = 0, 1
COMPLETED = 1


class BrokerError(Exception):
    """The broker refuses something, or is not there."""


def to_ranges(indices):
    """The wire form of a set of task indices."""
    flat, end = [], 0
    for index in sorted(set(indices)):
        if flat and index == end:
            flat[-1] += 1
        else:
            flat += [index - end, 1]
        end = index + 1
    return flat


def from_ranges(flat):
    """The task indices that a list of ranges says."""
    indices, at = [], 0
    for gap, length in zip(flat[::2], flat[1::2]):
        at += gap
        indices += range(at, at + length)
        at += length
    return indices


def differences(values):
    return [value - before for value, before in zip(values, [0] + values[:-1])]


def column(values):
    return values[0] if values and len(set(values)) == 1 else values


def to_tasks(records):
    """Columns of (index, outcome, exit code, attempt, start, duration, elapsed)."""
    columns = [list(values) for values in zip(*records)] or [[] for _ in range(7)]
    index, outcome, exit_code, attempt, start, duration, elapsed = columns
    return [
        differences(index), column(outcome), column(exit_code), column(attempt), column(differences(start)),
        column(duration), column([e - d for e, d in zip(elapsed, duration)])]


def from_column(values, count):
    return [values] * count if isinstance(values, int) else values


def from_tasks(columns):
    """Records as to_tasks takes them."""
    count = len(columns[0])
    wide = [from_column(values, count) for values in columns[:7]]
    for place in (0, 4):
        total = 0
        for i, difference in enumerate(wide[place]):
            total += difference
            wide[place] = wide[place][:i] + [total] + wide[place][i + 1:]
    wide[6] = [duration + more for duration, more in zip(wide[5], wide[6])]
    return list(zip(*wide))


def from_words(texts, numbers, count):
    texts = [None] + texts
    return [texts[i] for i in from_column(numbers, count)]


class Line:
    """One line to a broker."""

    def __init__(self, address, keys=None, timeout=30.0):
        self._timeout = timeout
        self._socket = zmq.Context.instance().socket(zmq.DEALER)
        self._socket.linger = 1000
        if keys:
            self._socket.curve_serverkey, self._socket.curve_publickey, self._socket.curve_secretkey = (
                key.encode() for key in keys)
        self._socket.connect(address)
        self._keep_alive = None
        self._said = time.monotonic()
        self.send(SESSION_HELLO, "merlin", PROTOCOL, PROTOCOL, "python")
        number, fields = self.receive()
        if number != SESSION_WELCOME:
            raise BrokerError(f"no welcome but {number}: {fields}")
        self.version, self.program, self.broker, self.owner, keep_alive, self.largest_frame = fields[:6]
        self._keep_alive = keep_alive / 1000

    def send(self, number, *fields):
        self._socket.send(msgpack.packb([number, *fields], use_bin_type=True))
        self._said = time.monotonic()

    def receive(self):
        """The next frame that is not about the line itself: number and fields."""
        end = time.monotonic() + self._timeout
        while True:
            frame = self._next(end)
            number, fields = frame[0], frame[1:]
            if number in (SESSION_REFUSED, SESSION_UNKNOWN, SESSION_CLOSE):
                raise BrokerError(f"the line has ended ({number}): {fields}")
            if number != SESSION_KEEP_ALIVE:
                return number, fields

    def close(self):
        self.send(SESSION_CLOSE)
        self._socket.close()

    def _next(self, end):
        while True:
            now = time.monotonic()
            if now >= end:
                raise BrokerError("the broker does not answer")
            wait = end - now
            if self._keep_alive:
                if now - self._said >= self._keep_alive:
                    self.send(SESSION_KEEP_ALIVE)
                wait = min(wait, self._keep_alive / 2)
            if self._socket.poll(int(wait * 1000) + 1):
                return msgpack.unpackb(self._socket.recv(), raw=False)


class Producer:
    """Submits and watches studies."""

    def __init__(self, line):
        self._line = line
        self._request = 0
        self._ended = {}

    def ask(self, number, *fields):
        """The answer to a request: its number, and its fields after the request's number."""
        self._request += 1
        self._line.send(number, self._request, *fields)
        while True:
            answer, values = self._line.receive()
            if answer == STUDY_ENDED:
                self._ended[values[0]] = values[1]
            elif values[0] == self._request:
                if answer == REQUEST_REFUSED:
                    raise BrokerError(values[1])
                return answer, values[1:]

    def submit(self, name, workspace, arrays, plan):
        answer, fields = self.ask(STUDY_SUBMIT, name, workspace, arrays, plan, str(uuid.uuid4()), None)
        assert answer == STUDY_ACCEPTED
        return fields[0]

    def watch(self, study):
        answer, _ = self.ask(STUDY_WATCH, study)
        assert answer == REQUEST_DONE

    def wait(self, study):
        """How a watched study ended."""
        while study not in self._ended:
            number, values = self._line.receive()
            if number == STUDY_ENDED:
                self._ended[values[0]] = values[1]
        return self._ended[study]

    def status(self, study):
        answer, fields = self.ask(STUDY_STATUS_REQUEST, study)
        assert answer == STUDY_STATUS_ANSWER
        keys = ("study", "name", "workspace", "owner", "submitted", "closed", "end", "held", "parent", "shared", "arrays")
        status = dict(zip(keys, fields))
        keys = (
            "ordinal", "name", "queue", "count", "urgency", "waiting", "ready", "leased", "running", "outcomes", "timed",
            "mean", "deviation", "consumers")
        status["arrays"] = [dict(zip(keys, array)) for array in status["arrays"]]
        return status

    def tasks(self, study, ordinal):
        """Records of all tasks that ended or run, each followed by its consumer's name, hosts, job and instance."""
        records, start = [], 0
        while start is not None:
            answer, fields = self.ask(TASK_PAGE_REQUEST, study, ordinal, start)
            assert answer == TASK_PAGE_ANSWER
            start, columns = fields[:2]
            page = from_tasks(columns)
            words = [from_words(*fields[i:i + 2], len(page)) for i in range(2, 10, 2)]
            records += [record + texts for record, texts in zip(page, zip(*words))]
        return records


class Consumer:
    """Runs tasks: run(array's ordinal, index, attempt, plan) is called for each and returns outcome and exit code.

    place(array's ordinal, index) returns the job and the hosts of a task that did not simply run here, or None.
    """

    def __init__(self, line, name, queues, run, resources, job, place):
        self._line = line
        self._run = run
        self._place = place
        self._plans = {}
        self._leases = {}
        self._unacknowledged = set()
        self._sequence = 0
        line.send(CONSUMER_HELLO, str(uuid.uuid4()), name, "python", queues, 1, False, [], None, 1, resources, job)
        welcome = self._expect(WELCOME)
        self._heartbeat = welcome[0] / 1e6
        self._beats = 0
        self._beaten = time.monotonic()
        line.send(CREDIT_GRANT, 1)

    def work(self, tasks):
        """Takes leases until that many tasks were reported and acknowledged."""
        done = 0
        while done < tasks or self._unacknowledged:
            self._beat()
            number, fields = self._line.receive()
            if number == LEASE_GRANT:
                done += self._take(*fields[:7])
            else:
                self._hear(number, fields)

    def leave(self):
        self._line.send(CONSUMER_GOODBYE)

    def _take(self, lease, study, chain, ranges, attempts, _queues, revision):
        self._leases[lease] = (study, chain[0])
        plan = self._plan(study, revision)
        tries = {attempt[0]: attempt[1] for attempt in attempts}
        indices = from_ranges(ranges)
        for place, ordinal in enumerate(chain):
            records = []
            for index in indices:
                attempt = tries.get(index, 0) if place == 0 else 0
                start = time.time_ns() // 1000
                outcome, exit_code = self._run(ordinal, index, attempt, plan)
                duration = time.time_ns() // 1000 - start
                records.append((index, outcome, exit_code, attempt, start, max(0, duration), max(0, duration)))
                self._beat()
            self._sequence += 1
            self._unacknowledged.add((lease, self._sequence))
            places = [(index, self._place(ordinal, index)) for index in indices]
            places = [[index, *place] for index, place in places if place]
            self._line.send(TASK_REPORT, lease, study, ordinal, self._sequence, [], to_tasks(records), places, [])
        self._line.send(CREDIT_GRANT, 1)
        return len(indices) * len(chain)

    def _plan(self, study, revision):
        if study not in self._plans or self._plans[study][0] < revision:
            self._line.send(PLAN_REQUEST, study)
            reply = self._expect(PLAN_REPLY)
            self._plans[study] = (reply[1], reply[2])
        return self._plans[study][1]

    def _expect(self, wanted):
        while True:
            number, fields = self._line.receive()
            if number == wanted:
                return fields
            self._hear(number, fields)

    def _hear(self, number, fields):
        if number == REPORT_ACK:
            self._unacknowledged.discard((fields[0], fields[1]))
        elif number == LEASE_RECALL:
            # Whatever comes in a lease is run at once: there is nothing to give back.
            recall, lease = fields[:2]
            self._line.send(LEASE_RELEASE, lease, *self._leases[lease], [], recall)
        elif number in (CONSUMER_REFUSED, CONSUMER_STOP, CONSUMER_UNKNOWN, PLAN_REFUSED):
            raise BrokerError(f"the consumer cannot go on ({number}): {fields}")

    def _beat(self):
        if time.monotonic() - self._beaten >= self._heartbeat:
            self._beats += 1
            self._beaten = time.monotonic()
            self._line.send(HEARTBEAT, [], None, self._beats)
