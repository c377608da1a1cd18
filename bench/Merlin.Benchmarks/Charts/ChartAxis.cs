using System.Globalization;

namespace Merlin.Benchmarks.Charts;

/// <summary>Maps the values of an axis to a length of paper, and says where its marks are.</summary>
internal sealed class ChartAxis
{
    private const int FewMarks = 5;
    private const int FewDecades = 2;
    private const int MostNames = 8;
    private static readonly double[] Steps = [1, 2, 5, 10];
    private static readonly double[] FineSteps = [1, 2, 5];
    private readonly Func<double, double> _scale;
    private readonly double _from;
    private readonly double _to;

    private ChartAxis(string title, double from, double to, Func<double, double> scale, IReadOnlyList<(double, string)> marks)
    {
        Title = title;
        Marks = marks;
        _scale = scale;
        _from = scale(from);
        _to = scale(to);
    }

    /// <summary>What the axis shows, with its unit.</summary>
    public string Title { get; }

    /// <summary>Where the axis has marks, and what they say.</summary>
    public IReadOnlyList<(double Value, string Text)> Marks { get; }

    /// <summary>An axis from zero to above the largest of some values.</summary>
    public static ChartAxis Linear(string title, IEnumerable<double> values)
    {
        double most = Math.Max(values.DefaultIfEmpty(1).Max(), double.Epsilon);
        double step = Math.Pow(10, Math.Floor(Math.Log10(most / FewMarks)));
        step *= Steps.First(times => step * times * FewMarks >= most);
        int count = (int)Math.Ceiling(most / step);
        return new ChartAxis(title, 0, count * step, value => value, [.. Enumerable.Range(0, count + 1).Select(i => Mark(i * step))]);
    }

    /// <summary>An axis over whole powers of ten around some values, which are above zero.</summary>
    public static ChartAxis Logarithmic(string title, IEnumerable<double> values)
    {
        double[] all = [.. values.Where(value => value > 0).DefaultIfEmpty(1)];
        int from = (int)Math.Floor(Math.Log10(all.Min()));
        int to = Math.Max((int)Math.Ceiling(Math.Log10(all.Max())), from + 1);
        double most = Math.Pow(10, to);
        double[] steps = to - from <= FewDecades ? FineSteps : [1];
        IEnumerable<(double, string)> marks = Enumerable.Range(from, to - from + 1)
            .SelectMany(power => steps.Select(step => step * Math.Pow(10, power)))
            .Where(value => value <= most)
            .Select(Mark);
        return new ChartAxis(title, Math.Pow(10, from), most, Math.Log10, [.. marks]);
    }

    /// <summary>An axis of names; the n-th is at n. Of many names some are shown, the last among them.</summary>
    public static ChartAxis Named(string title, IReadOnlyList<string> names)
    {
        const double Margin = 0.5;
        int step = (names.Count + MostNames - 1) / MostNames;
        IEnumerable<(double, string)> marks = names
            .Select((name, i) => ((double)i, name))
            .Where((_, i) => (names.Count - 1 - i) % step == 0);
        return new ChartAxis(title, -Margin, names.Count - Margin, value => value, [.. marks]);
    }

    /// <summary>How far along the axis a value is, from 0 to 1; what lies outside is put at the end.</summary>
    public double Position(double value)
    {
        double scaled = _scale(value);
        return double.IsNaN(scaled) ? 0 : Math.Clamp((scaled - _from) / (_to - _from), 0, 1);
    }

    private static (double, string) Mark(double value)
    {
        const double Million = 1e6;
        string text = Math.Abs(value) >= Million
            ? $"10^{Math.Log10(value).ToString("0.#", CultureInfo.InvariantCulture)}"
            : value.ToString("0.######", CultureInfo.InvariantCulture);
        return (value, text);
    }
}
