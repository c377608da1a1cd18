using System.Text.Json;
using Merlin.Cli.Invocation;
using Merlin.Worker.Tree.Planning;

namespace Merlin.Cli.Workers.Trees;

/// <summary>What an agent tells one below it to do with its part of the allocation, as one word of a command line.</summary>
/// <param name="Name">The name of the part.</param>
/// <param name="Workers">The workers to split it among.</param>
/// <param name="LogDirectory">Where the logs go, absolute.</param>
/// <param name="LogLevel">The level of workers' logs, or null.</param>
internal sealed record TreeOrder(string Name, IReadOnlyList<TreeWorker> Workers, string LogDirectory, string? LogLevel)
{
    /// <summary>Writes it.</summary>
    public string ToText() => JsonSerializer.Serialize(this, TreeOrderJson.Default.TreeOrder);

    /// <summary>Reads it.</summary>
    /// <exception cref="UserErrorException">The text is none.</exception>
    public static TreeOrder Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, TreeOrderJson.Default.TreeOrder) ?? throw new UserErrorException(Wrong);
        }
        catch (JsonException)
        {
            throw new UserErrorException(Wrong);
        }
    }

    private const string Wrong = "--order takes what 'merlin run-workers' writes; this command is not for use by hand.";
}
