using System.Globalization;
using Merlin.Cli.Invocation;

namespace Merlin.Cli.Studies.Remote;

/// <summary>A study, a step or node of it, or one task, as a person names it: <c>STUDY[/NODE[/INDEX]]</c>.</summary>
/// <param name="Study">What names the study: a number, a name or a workspace.</param>
/// <param name="Node">The name of a step or node, or null for the whole study.</param>
/// <param name="Index">The task's index in its node, or null for the whole node.</param>
internal sealed record TaskReference(string Study, string? Node, long? Index)
{
    /// <summary>Reads a reference. A study's workspace may stand in it, slashes and all.</summary>
    /// <exception cref="UserErrorException">It names nothing.</exception>
    public static TaskReference Parse(string text)
    {
        for (int end = text.Length; end > 0; end = text.LastIndexOf('/', end - 1))
        {
            if (IsWorkspace(text[..end]))
            {
                return Parse(text[..end], text[end..].Trim('/'));
            }
        }

        int slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 ? Parse(text[..slash], text[(slash + 1)..].TrimEnd('/')) : new TaskReference(text, null, null);
    }

    // A node's name may hold slashes, so only a number at the end is split off.
    private static TaskReference Parse(string study, string rest)
    {
        int slash = rest.LastIndexOf('/');
        return slash > 0 && long.TryParse(rest.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long index)
            ? new TaskReference(study, rest[..slash], index)
            : new TaskReference(study, rest.Length == 0 ? null : rest, null);
    }

    private static bool IsWorkspace(string path) => Directory.Exists(Path.Combine(UserPath.Resolve(path), "merlin_info"));
}
