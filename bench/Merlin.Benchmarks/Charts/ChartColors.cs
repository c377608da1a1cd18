namespace Merlin.Benchmarks.Charts;

/// <summary>The colors of charts; those of lines and bars can be told apart by most people who see colors differently.</summary>
internal static class ChartColors
{
    public const string Grid = "#dddddd";
    public const string Ink = "#333333";
    public const string Blue = "#0072b2";
    public const string Grey = "#888888";
    public const string Orange = "#d55e00";

    private static readonly string[] Lines = [Blue, Orange, "#009e73", "#cc79a7", "#e69f00", "#56b4e9", Grey, "#000000"];

    /// <summary>The color of the n-th line.</summary>
    public static string Of(int line) => Lines[line % Lines.Length];
}
