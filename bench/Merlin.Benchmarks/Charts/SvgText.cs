using System.Globalization;
using System.Security;
using System.Text;

namespace Merlin.Benchmarks.Charts;

/// <summary>Writes the few kinds of SVG elements that charts are made of.</summary>
internal sealed class SvgText
{
    private const int TextSize = 12;
    private readonly StringBuilder _text = new();

    /// <summary>Begins a drawing on white paper.</summary>
    public SvgText(double width, double height)
    {
        Add($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:0.#} {height:0.#}\" font-family=\"sans-serif\" font-size=\"{TextSize}\">");
        Box(0, 0, width, height, "white");
    }

    /// <summary>A filled rectangle.</summary>
    public void Box(double x, double y, double width, double height, string color) =>
        Add($"<rect x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{width:0.#}\" height=\"{height:0.#}\" fill=\"{color}\"/>");

    /// <summary>A straight line.</summary>
    public void Line(double x1, double y1, double x2, double y2, string color) =>
        Add($"<line x1=\"{x1:0.#}\" y1=\"{y1:0.#}\" x2=\"{x2:0.#}\" y2=\"{y2:0.#}\" stroke=\"{color}\"/>");

    /// <summary>Points joined by lines, with a dot on each.</summary>
    public void Path(IReadOnlyList<ChartPoint> points, string color)
    {
        const double Dot = 3;
        string joined = string.Join(' ', points.Select(point => Text($"{point.X:0.#},{point.Y:0.#}")));
        Add($"<polyline points=\"{joined}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2\"/>");
        foreach (ChartPoint point in points)
        {
            Add($"<circle cx=\"{point.X:0.#}\" cy=\"{point.Y:0.#}\" r=\"{Dot}\" fill=\"{color}\"/>");
        }
    }

    /// <summary>Words.</summary>
    /// <param name="x">Where they are anchored.</param>
    /// <param name="y">Their base line.</param>
    /// <param name="words">The words.</param>
    /// <param name="anchor">Which part of them is there: start, middle or end.</param>
    public void Words(double x, double y, string words, string anchor = "start") =>
        Add($"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\">{SecurityElement.Escape(words)}</text>");

    /// <summary>Words from below upwards, centered.</summary>
    public void Upwards(double x, double y, string words) =>
        Add($"<text transform=\"translate({x:0.#} {y:0.#}) rotate(-90)\" text-anchor=\"middle\">{SecurityElement.Escape(words)}</text>");

    /// <summary>Ends the drawing.</summary>
    public string End() => _text.Append("</svg>\n").ToString();

    private void Add(FormattableString element) => _text.Append(Text(element)).Append('\n');

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
