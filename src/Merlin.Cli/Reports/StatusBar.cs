using System.Text;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies;

namespace Merlin.Cli.Reports;

/// <summary>The bar of a step: one part for each completed state, dashes for what is left.</summary>
internal static class StatusBar
{
    private const char Full = '█';
    private const char Empty = '-';

    /// <summary>Draws the bar.</summary>
    /// <param name="counts">The step's tasks by state.</param>
    /// <param name="total">How many tasks the step has.</param>
    /// <param name="width">Width in columns.</param>
    /// <param name="look">How to draw.</param>
    public static string Draw(StateCounts counts, long total, int width, StatusLook look)
    {
        var bar = new StringBuilder();
        long completed = 0;
        int drawn = 0;
        foreach (StateWord state in StateWords.All.Where(static state => state.IsCompleted()))
        {
            completed += counts[state];
            // The ends of the parts are rounded, not their lengths, so that the whole is as long as it should be.
            int end = total == 0 ? 0 : (int)Math.Min(width, Math.Floor((double)width * completed / total));
            if (end > drawn)
            {
                string part = new(look.ColourBlind ? state.Fill() : Full, end - drawn);
                bar.Append(look.Coloured ? Ansi.Colour(state.Colour(), part) : part);
                drawn = end;
            }
        }

        return bar.Append(Empty, width - drawn).ToString();
    }
}
