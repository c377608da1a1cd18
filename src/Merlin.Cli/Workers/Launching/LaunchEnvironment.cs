using System.Text;
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
        Dictionary<string, string> added = new(StringComparer.Ordinal);
        foreach ((string name, string value) in variables.Where(static variable => IsName(variable.Key)))
        {
            added[name] = value;
        }

        string? path = added.GetValueOrDefault(PathVariable) ?? Environment.GetEnvironmentVariable(PathVariable);
        added[PathVariable] = string.IsNullOrEmpty(path) ? ProgramDirectory.Path : $"{ProgramDirectory.Path}:{path}";
        added[BrokerLookup.VariableName] = broker;
        return new StringVector([.. Kept(added), .. added.Select(Entry)]);
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
