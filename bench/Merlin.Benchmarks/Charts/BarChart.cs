using System.Globalization;

namespace Merlin.Benchmarks.Charts;

/// <summary>Bars from left to right, one below the other, on a logarithmic axis.</summary>
/// <param name="title">What stands above.</param>
/// <param name="unit">What the axis says.</param>
/// <param name="bars">The bars, from above.</param>
internal sealed class BarChart(string title, string unit, IReadOnlyList<ChartBar> bars)
{
    private const double Width = 760;
    private const double Left = 270;
    private const double Right = 70;
    private const double Top = 34;
    private const double Bottom = 44;
    private const double RowHeight = 24;
    private const double BarHeight = 14;
    private const double WordsDrop = 4;
    private const double Gap = 8;

    private static double Plot => Width - Left - Right;

    /// <summary>Draws the chart as SVG.</summary>
    public string ToSvg()
    {
        double bottom = Top + (bars.Count * RowHeight);
        ChartAxis axis = ChartAxis.Logarithmic(unit, bars.SelectMany(bar => new[] { bar.Value, bar.Least, bar.Most }));
        var svg = new SvgText(Width, bottom + Bottom);
        svg.Words(Width / 2, Top - RowHeight + BarHeight - WordsDrop, title, "middle");
        DrawAxis(svg, axis, bottom);
        for (int i = 0; i < bars.Count; i++)
        {
            Draw(svg, axis, bars[i], Top + ((i + 0.5) * RowHeight));
        }

        return svg.End();
    }

    private static void DrawAxis(SvgText svg, ChartAxis axis, double bottom)
    {
        foreach ((double value, string text) in axis.Marks)
        {
            double x = Place(axis, value);
            svg.Line(x, Top, x, bottom, ChartColors.Grid);
            svg.Words(x, bottom + BarHeight, text, "middle");
        }

        svg.Words(Left + (Plot / 2), bottom + Bottom - Gap, axis.Title, "middle");
    }

    private static void Draw(SvgText svg, ChartAxis axis, ChartBar bar, double middle)
    {
        svg.Words(Left - Gap, middle + WordsDrop, bar.Name, "end");
        svg.Box(Left, middle - (BarHeight / 2), Math.Max(1, Place(axis, bar.Value) - Left), BarHeight, bar.Color);
        svg.Line(Place(axis, bar.Least), middle, Place(axis, bar.Most), middle, ChartColors.Ink);
        double end = Math.Max(Place(axis, bar.Value), Place(axis, bar.Most));
        svg.Words(end + Gap, middle + WordsDrop, bar.Value.ToString(bar.Value < 10 ? "0.000" : "0.0", CultureInfo.InvariantCulture));
    }

    private static double Place(ChartAxis axis, double value) => Left + (axis.Position(value) * Plot);
}
