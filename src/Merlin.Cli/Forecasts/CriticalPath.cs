using Merlin.Workflow.Forecast;

namespace Merlin.Cli.Forecasts;

/// <summary>The chain of steps that the study cannot be faster than, however many cores it has.</summary>
/// <param name="Steps">Places of its steps in the forecast, each before the one that waits for it.</param>
/// <param name="Seconds">How long one task of each takes in sum; null when that of some step is not known.</param>
internal sealed record CriticalPath(IReadOnlyList<int> Steps, double? Seconds)
{
    /// <summary>Finds the path: the one that takes longest or, where times are missing, that has most steps.</summary>
    public static CriticalPath Of(StudyForecast study, StepTimes times)
    {
        bool known = study.Steps.All(step => times[step.Name] is not null);
        double[] ends = new double[study.Steps.Count];
        int[] before = new int[study.Steps.Count];
        int last = -1;
        for (int step = 0; step < ends.Length; step++)
        {
            before[step] = -1;
            foreach (StepLink link in study.Steps[step].After)
            {
                if (before[step] < 0 || ends[link.Step] > ends[before[step]])
                {
                    before[step] = link.Step;
                }
            }

            double own = known ? times[study.Steps[step].Name] ?? 0 : 1;
            ends[step] = own + (before[step] < 0 ? 0 : ends[before[step]]);
            last = last < 0 || ends[step] > ends[last] ? step : last;
        }

        var path = new List<int>();
        for (int step = last; step >= 0; step = before[step])
        {
            path.Add(step);
        }

        path.Reverse();
        return new CriticalPath(path, known && last >= 0 ? ends[last] : null);
    }
}
