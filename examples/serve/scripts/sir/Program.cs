// An epidemic (SIR) for each sample, in one process: reads requests, writes answers.
using System.Text.Json.Nodes;

while (System.Console.ReadLine() is { } line)
{
    JsonNode request = JsonNode.Parse(line)!;
    System.Console.WriteLine(Answer(request).ToJsonString());
    System.Console.Out.Flush();
}

static JsonObject Answer(JsonNode request)
{
    long index = request["index"]!.GetValue<long>();
    double beta = request["sample"]!["BETA"]!.GetValue<double>();
    double gamma = request["sample"]!["GAMMA"]!.GetValue<double>();
    if (gamma <= 0)
    {
        System.Console.Error.WriteLine($"sample {index}: GAMMA must be above 0");
        return new JsonObject { ["index"] = index, ["exit_code"] = 101 }; // MERLIN_SOFT_FAIL
    }

    (double share, double day) = Peak(beta, gamma, days: 100, stepsPerDay: 20);
    var results = new JsonObject { ["peak"] = share, ["day"] = day };
    return new JsonObject { ["index"] = index, ["exit_code"] = 0, ["results"] = results };
}

// The largest share of people who are ill at once, and the day of it (fourth-order Runge-Kutta).
static (double Share, double Day) Peak(double beta, double gamma, int days, int stepsPerDay)
{
    double susceptible = 0.999;
    double ill = 0.001;
    double step = 1.0 / stepsPerDay;
    (double Share, double Day) best = (ill, 0);
    for (int n = 0; n < days * stepsPerDay; n++)
    {
        (double s1, double i1) = Slope(susceptible, ill);
        (double s2, double i2) = Slope(susceptible + (step / 2 * s1), ill + (step / 2 * i1));
        (double s3, double i3) = Slope(susceptible + (step / 2 * s2), ill + (step / 2 * i2));
        (double s4, double i4) = Slope(susceptible + (step * s3), ill + (step * i3));
        susceptible += step / 6 * (s1 + (2 * s2) + (2 * s3) + s4);
        ill += step / 6 * (i1 + (2 * i2) + (2 * i3) + i4);
        best = ill > best.Share ? (ill, (n + 1) * step) : best;
    }

    return best;

    (double, double) Slope(double s, double i) => (-beta * s * i, (beta * s * i) - (gamma * i));
}
