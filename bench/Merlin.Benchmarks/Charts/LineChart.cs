namespace Merlin.Benchmarks.Charts;

/// <summary>Lines over a common axis.</summary>
/// <param name="title">What stands above.</param>
/// <param name="along">The axis from left to right.</param>
/// <param name="upwards">The axis from below.</param>
/// <param name="series">The lines.</param>
internal sealed class LineChart(string title, ChartAxis along, ChartAxis upwards, IReadOnlyList<ChartSeries> series)
{
    private const double Width = 760;
    private const double PlotHeight = 300;
    private const double Left = 80;
    private const double Right = 20;
    private const double Top = 34;
    private const double Bottom = 48;
    private const double LegendRow = 18;
    private const double LegendMark = 18;
    private const double WordsDrop = 4;
    private const double Gap = 8;

    private static double PlotBottom => Top + PlotHeight;

    private static double PlotWidth => Width - Left - Right;

    /// <summary>Draws the chart as SVG.</summary>
    public string ToSvg()
    {
        var svg = new SvgText(Width, PlotBottom + Bottom + (series.Count * LegendRow));
        svg.Words(Width / 2, Top - (2 * Gap), title, "middle");
        DrawAxes(svg);
        for (int i = 0; i < series.Count; i++)
        {
            string color = ChartColors.Of(i);
            svg.Path([.. series[i].Points.Select(point => new ChartPoint(PlaceAlong(point.X), PlaceUpwards(point.Y)))], color);
            double y = PlotBottom + Bottom + (i * LegendRow);
            svg.Box(Left, y - WordsDrop, LegendMark, 2, color);
            svg.Words(Left + LegendMark + Gap, y, series[i].Name);
        }

        return svg.End();
    }

    private void DrawAxes(SvgText svg)
    {
        foreach ((double value, string text) in upwards.Marks)
        {
            double y = PlaceUpwards(value);
            svg.Line(Left, y, Width - Right, y, ChartColors.Grid);
            svg.Words(Left - Gap, y + WordsDrop, text, "end");
        }

        foreach ((double value, string text) in along.Marks)
        {
            double x = PlaceAlong(value);
            svg.Line(x, PlotBottom, x, PlotBottom + WordsDrop, ChartColors.Ink);
            svg.Words(x, PlotBottom + (2 * Gap), text, "middle");
        }

        svg.Line(Left, PlotBottom, Width - Right, PlotBottom, ChartColors.Ink);
        svg.Words(Left + (PlotWidth / 2), PlotBottom + (4 * Gap), along.Title, "middle");
        svg.Upwards(2 * Gap, Top + (PlotHeight / 2), upwards.Title);
    }

    private double PlaceAlong(double value) => Left + (along.Position(value) * PlotWidth);

    private double PlaceUpwards(double value) => PlotBottom - (upwards.Position(value) * PlotHeight);
}
