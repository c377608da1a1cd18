using System.Globalization;
using Merlin.Workflow.Variables;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec.Verification;

/// <summary>Checks that step names are unique and that <c>depends</c> names steps without going in circles.</summary>
internal sealed class StepGraph
{
    private readonly SpecReport _report;
    private readonly List<(string Name, string Path, YamlMapping Step)> _steps = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<List<(int Step, YamlScalar Entry)>> _waitsFor = [];
    private readonly bool _hasTokenNames;

    /// <summary>Reads the steps and reports names that stand twice.</summary>
    public StepGraph(YamlNode? study, SpecReport report)
    {
        _report = report;
        IReadOnlyList<YamlNode> items = (study as YamlSequence)?.Items ?? [];
        for (int i = 0; i < items.Count; i++)
        {
            if (items[i] is YamlMapping step && step["name"] is YamlScalar { Text.Length: > 0 } name)
            {
                Add(name, Path(i, step), step);
            }
        }

        _hasTokenNames = _places.Keys.Any(TokenText.HasToken);
    }

    /// <summary>Names of the steps.</summary>
    public IReadOnlyCollection<string> Names => _places.Keys;

    /// <summary>How messages name a step.</summary>
    public static string Path(int place, YamlMapping step) => string.Create(
        CultureInfo.InvariantCulture,
        $"study[{place}]{(step["name"] is YamlScalar name ? $" step '{Shortened.Text(name.Text)}'" : "")}");

    /// <summary>A name in <c>depends</c> without its star.</summary>
    public static string WithoutStar(string entry) =>
        entry.Replace("_*", "", StringComparison.Ordinal).Replace("*", "", StringComparison.Ordinal);

    /// <summary>Whether a name that is no step's may yet become one, since tokens are still to be replaced.</summary>
    public bool MayBecomeStep(string name) => _hasTokenNames || TokenText.HasToken(name);

    /// <summary>Reports dependencies on unknown steps, on oneself and in circles.</summary>
    public void CheckDependencies()
    {
        foreach ((string name, string path, YamlMapping step) in _steps)
        {
            _waitsFor.Add(Dependencies(name, path, step));
        }

        ReportCycle();
    }

    private void Add(YamlScalar name, string path, YamlMapping step)
    {
        if (_places.TryAdd(name.Text, _steps.Count))
        {
            _steps.Add((name.Text, path, step));
        }
        else
        {
            YamlMark first = _steps[_places[name.Text]].Step.Mark;
            _report.Error(
                name.Mark,
                path,
                $"the step in line {first.Line.ToString(CultureInfo.InvariantCulture)} has the name '{name.Text}' too: give each step a name of its own");
        }
    }

    private List<(int Step, YamlScalar Entry)> Dependencies(string name, string path, YamlMapping step)
    {
        var found = new List<(int, YamlScalar)>();
        IReadOnlyList<YamlNode> entries = ((step["run"] as YamlMapping)?["depends"] as YamlSequence)?.Items ?? [];
        foreach (YamlScalar entry in entries.OfType<YamlScalar>())
        {
            string wanted = WithoutStar(entry.Text);
            if (wanted == name)
            {
                _report.Error(entry.Mark, $"{path} → run.depends", $"the step depends on itself ('{entry.Text}'): remove the entry");
            }
            else if (_places.TryGetValue(wanted, out int place))
            {
                found.Add((place, entry));
            }
            else if (wanted.Length > 0 && !MayBecomeStep(wanted))
            {
                string? nearest = NearestWord.Of(wanted, _places.Keys);
                string hint = nearest is null ? "name a step of this spec" : $"did you mean '{nearest}'?";
                _report.Error(entry.Mark, $"{path} → run.depends", $"there is no step '{Shortened.Text(wanted)}': {hint}");
            }
        }

        return found;
    }

    /// <summary>Takes away steps that wait for nothing until none is left, or only circles and what waits for them.</summary>
    private void ReportCycle()
    {
        int[] waits = [.. _waitsFor.Select(list => list.Count)];
        var awaitedBy = new List<int>[waits.Length];
        for (int i = 0; i < waits.Length; i++)
        {
            foreach ((int step, _) in _waitsFor[i])
            {
                (awaitedBy[step] ??= []).Add(i);
            }
        }

        var free = new Queue<int>(Enumerable.Range(0, waits.Length).Where(i => waits[i] == 0));
        int taken = 0;
        while (free.TryDequeue(out int step))
        {
            taken++;
            foreach (int later in awaitedBy[step] ?? [])
            {
                if (--waits[later] == 0)
                {
                    free.Enqueue(later);
                }
            }
        }

        if (taken < waits.Length)
        {
            ReportOneCycle(waits);
        }
    }

    private void ReportOneCycle(int[] waits)
    {
        var order = new List<int>();
        int step = Array.FindIndex(waits, count => count > 0);
        while (!order.Contains(step))
        {
            order.Add(step);
            step = _waitsFor[step].First(edge => waits[edge.Step] > 0).Step;
        }

        List<int> cycle = order[order.IndexOf(step)..];
        string names = string.Join(" → ", cycle.Append(cycle[0]).Take(12).Select(i => $"'{_steps[i].Name}'"));
        _report.Error(
            _waitsFor[cycle[0]].First(edge => waits[edge.Step] > 0).Entry.Mark,
            $"{_steps[cycle[0]].Path} → run.depends",
            $"the steps depend on each other in a circle: {Shortened.Text(names)}: remove one of these dependencies");
    }
}
