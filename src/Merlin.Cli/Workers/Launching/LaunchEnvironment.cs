using System.Text;
using System.Text.Unicode;
using Merlin.Cli.Configuration;
using Merlin.Posix;

namespace Merlin.Cli.Workers.Launching;

/// <summary>The environment in which workers are launched: this command's, and what the spec and the broker add.</summary>
internal static class LaunchEnvironment
{
    private const string PathVariable = "PATH";

    /// <summary>Makes the environment. This program's directory stands first on its PATH: another Merlin may be on it.</summary>
    /// <param name="variables">The spec's variables; they replace those of the command.</param>
    /// <param name="broker">What names the broker to the workers.</param>
    public static StringVector Make(IReadOnlyList<KeyValuePair<string, string>> variables, string broker)
    {
        Dictionary<string, string> added = Added(variables, broker);
        return new StringVector([.. Kept(added), .. added.Select(Entry)]);
    }

    /// <summary>The same as texts, for a job; what is no UTF-8 is left out.</summary>
    /// <param name="variables">The spec's variables; they replace those of the command.</param>
    /// <param name="broker">What names the broker to the workers.</param>
    public static Dictionary<string, string> MakeTexts(IReadOnlyList<KeyValuePair<string, string>> variables, string broker)
    {
        Dictionary<string, string> added = Added(variables, broker);
        foreach (ReadOnlyMemory<byte> entry in Kept(added).Where(static entry => Utf8.IsValid(entry.Span)))
        {
            string text = Encoding.UTF8.GetString(entry.Span);
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                added.TryAdd(text[..equals], text[(equals + 1)..]);
            }
        }

        return added;
    }

    private static Dictionary<string, string> Added(IReadOnlyList<KeyValuePair<string, string>> variables, string broker)
    {
        Dictionary<string, string> added = new(StringComparer.Ordinal);
        foreach ((string name, string value) in variables.Where(static variable => IsName(variable.Key)))
        {
            added[name] = value;
        }

        string? path = added.GetValueOrDefault(PathVariable) ?? Environment.GetEnvironmentVariable(PathVariable);
        added[PathVariable] = string.IsNullOrEmpty(path) ? ProgramDirectory.Path : $"{ProgramDirectory.Path}:{path}";
        added[BrokerLookup.VariableName] = broker;
        return added;
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Kept(Dictionary<string, string> added) =>
        OriginalEnvironment.Read("MERLIN_LAUNCHER_"u8).Where(entry => !added.ContainsKey(NameOf(entry.Span)));

    private static string NameOf(ReadOnlySpan<byte> entry)
    {
        int equals = entry.IndexOf((byte)'=');
        return Encoding.UTF8.GetString(equals < 0 ? entry : entry[..equals]);
    }

    private static ReadOnlyMemory<byte> Entry(KeyValuePair<string, string> variable) =>
        Encoding.UTF8.GetBytes($"{variable.Key}={variable.Value.Replace("\0", "", StringComparison.Ordinal)}");

    // Shells take no other names from the environment.
    private static bool IsName(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0])
        && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
