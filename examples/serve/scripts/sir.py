"""An epidemic (SIR) for each sample, in one process: reads requests, writes answers. Only the standard library is used."""

import json
import sys


def peak(beta, gamma, days, steps_per_day=20):
    """The largest share of people who are ill at once, and the day of it (fourth-order Runge-Kutta)."""
    susceptible, ill = 0.999, 0.001
    step = 1.0 / steps_per_day
    best, best_day = ill, 0.0

    def slope(s, i):
        return -beta * s * i, beta * s * i - gamma * i

    for n in range(int(days * steps_per_day)):
        s1, i1 = slope(susceptible, ill)
        s2, i2 = slope(susceptible + step / 2 * s1, ill + step / 2 * i1)
        s3, i3 = slope(susceptible + step / 2 * s2, ill + step / 2 * i2)
        s4, i4 = slope(susceptible + step * s3, ill + step * i3)
        susceptible += step / 6 * (s1 + 2 * s2 + 2 * s3 + s4)
        ill += step / 6 * (i1 + 2 * i2 + 2 * i3 + i4)
        if ill > best:
            best, best_day = ill, (n + 1) * step
    return best, best_day


def answer(request):
    sample = request["sample"]
    if sample["GAMMA"] <= 0:
        print(f"sample {request['index']}: GAMMA must be above 0", file=sys.stderr)
        return {"index": request["index"], "exit_code": 101}  # MERLIN_SOFT_FAIL
    share, day = peak(sample["BETA"], sample["GAMMA"], days=100)
    return {"index": request["index"], "exit_code": 0, "results": {"peak": share, "day": day}}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
