using Merlin.Broker;
using Merlin.Broker.Status;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Studies;

/// <summary>How the states are written and drawn.</summary>
internal static class StateWords
{
    private static readonly string[] Words =
        ["FINISHED", "CANCELLED", "FAILED", "UNKNOWN", "INITIALIZED", "RUNNING", "DRY_RUN", "NOT_RUN"];

    /// <summary>All states, in the order in which they are listed.</summary>
    public static IReadOnlyList<StateWord> All { get; } = Enum.GetValues<StateWord>();

    /// <summary>The state's word.</summary>
    public static string Text(this StateWord state) => Words[(int)state];

    /// <summary>The state's name in a summary. Only the state that users know from nowhere else is written as words.</summary>
    public static string Label(this StateWord state) => state == StateWord.NotRun ? "NOT RUN" : state.Text();

    /// <summary>Whether a task in this state is done with, and fills its part of the bar.</summary>
    public static bool IsCompleted(this StateWord state) => state is not (StateWord.Initialized or StateWord.Running);

    /// <summary>The state of a word, or null for a word that is none.</summary>
    public static StateWord? Parse(string? word)
    {
        int place = Array.IndexOf(Words, word);
        return place < 0 ? null : (StateWord)place;
    }

    /// <summary>The state of a task that ended with <paramref name="outcome"/>, or runs.</summary>
    public static StateWord Of(TaskOutcome outcome) => Parse(TaskWords.Status(outcome)) ?? StateWord.Unknown;

    /// <summary>The state's colour; the colours are told apart by most colour-blind people.</summary>
    public static Rgb Colour(this StateWord state) => state switch
    {
        StateWord.Finished => new Rgb(0, 158, 115),
        StateWord.Cancelled => new Rgb(240, 228, 66),
        StateWord.Failed => new Rgb(213, 94, 0),
        StateWord.Unknown => new Rgb(102, 102, 102),
        StateWord.Initialized => new Rgb(86, 180, 233),
        StateWord.Running => new Rgb(0, 114, 178),
        StateWord.DryRun => new Rgb(230, 159, 0),
        _ => new Rgb(204, 121, 167),
    };

    /// <summary>What fills the state's part of the bar where colours do not help.</summary>
    public static char Fill(this StateWord state) => state switch
    {
        StateWord.Cancelled => '/',
        StateWord.Failed => '⣿',
        StateWord.Unknown => '?',
        StateWord.DryRun => '\\',
        StateWord.NotRun => 'x',
        _ => '█',
    };
}
