using System.Globalization;
using Merlin.Cli.Invocation;
using Merlin.Cli.Studies;
using Merlin.Workflow.Forecast;

namespace Merlin.Cli.Forecasts;

/// <summary>How long a task of each step is thought to take.</summary>
internal sealed class StepTimes
{
    private readonly Dictionary<string, double> _seconds = new(StringComparer.Ordinal);

    /// <summary>Seconds that a task of a step takes, or null when nobody has said.</summary>
    public double? this[string step] => _seconds.TryGetValue(step, out double seconds) ? seconds : null;

    /// <summary>Takes what tasks took in an earlier run.</summary>
    public void Learn(IReadOnlyList<StepSummary> earlier)
    {
        foreach (StepSummary step in earlier)
        {
            if (step.RunTimes.Count > 0)
            {
                _seconds[step.Name] = step.RunTimes.MeanSeconds;
            }
        }
    }

    /// <summary>Takes what was said on the command line, which counts more than an earlier run.</summary>
    /// <param name="words">The words of <c>--duration</c>, each meant to be <c>STEP=SECONDS</c>.</param>
    /// <param name="study">The study, which must have these steps.</param>
    /// <exception cref="UserErrorException">A word is none of that kind, or names no step.</exception>
    public void Take(IReadOnlyList<string> words, StudyForecast study)
    {
        foreach (string word in words)
        {
            int sign = word.LastIndexOf('=');
            if (sign <= 0
                || !double.TryParse(word.AsSpan(sign + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds)
                || !double.IsFinite(seconds)
                || seconds <= 0)
            {
                throw new UserErrorException($"--duration takes STEP=SECONDS with a number above 0, not '{word}'.");
            }

            string step = word[..sign];
            if (!study.Steps.Any(known => known.Name == step))
            {
                throw new UserErrorException(
                    $"--duration names the step '{step}', and the study has none of this name that has tasks; it has: "
                    + $"{string.Join(", ", study.Steps.Select(static known => known.Name))}.");
            }

            _seconds[step] = seconds;
        }
    }
}
