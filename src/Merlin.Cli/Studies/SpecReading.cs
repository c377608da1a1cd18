using System.Collections;
using System.Globalization;
using Merlin.Cli.Running;
using Merlin.Cli.Screen;
using Merlin.Workflow.Spec;
using Merlin.Workflow.Variables;

namespace Merlin.Cli.Studies;

/// <summary>Reads and expands specs for commands that ask about studies and make none.</summary>
internal static class SpecReading
{
    /// <summary>Loads, verifies and expands a spec; its warnings go to the log.</summary>
    /// <param name="path">Absolute path of the spec.</param>
    /// <param name="variables">Overrides of variables as typed.</param>
    /// <param name="baseDirectory">What a relative <c>OUTPUT_PATH</c> is relative to.</param>
    /// <param name="terminal">Clock and log.</param>
    /// <exception cref="SpecException">The spec cannot be used.</exception>
    public static ExpandedSpec Expand(
        string path, IReadOnlyList<string> variables, string baseDirectory, Terminal terminal)
    {
        ExpandedSpec expanded = ExpandQuietly(path, variables, baseDirectory, terminal);
        terminal.Warn(expanded.Warnings);
        return expanded;
    }

    /// <summary>Where the studies of a spec are made when it is run from a directory; nothing is logged.</summary>
    /// <param name="path">Absolute path of the spec.</param>
    /// <param name="baseDirectory">The directory.</param>
    /// <param name="terminal">Clock.</param>
    /// <exception cref="SpecException">The spec cannot be used.</exception>
    public static string OutputPathFrom(string path, string baseDirectory, Terminal terminal) =>
        ExpandQuietly(path, [], baseDirectory, terminal).OutputPath;

    private static ExpandedSpec ExpandQuietly(
        string path, IReadOnlyList<string> variables, string baseDirectory, Terminal terminal) =>
        SpecExpander.Expand(SpecFile.Load(path, new SpecLoadOptions { Variables = variables }), new ExpansionContext
        {
            CurrentDirectory = baseDirectory,
            Timestamp = terminal.Clock.GetLocalNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture),
            Environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
                .ToDictionary(static entry => (string)entry.Key, static entry => (string?)entry.Value ?? string.Empty),
            HomeDirectory = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        });
}
