using System.Text.Json;
using Xunit.Sdk;

namespace Merlin.Cli.Tests.Distributed;

/// <summary>What a command line answered.</summary>
internal sealed record Said(string Line, int Status, string Out, string Error)
{
    /// <summary>Fails, with everything that was said, unless the exit status is the expected one.</summary>
    public Said Ended(int status) => Status == status
        ? this
        : throw new XunitException($"merlin {Line} ended with {Status}, not {status}.\n--- out\n{Out}\n--- error\n{Error}");

    /// <summary>The last line of the output as JSON.</summary>
    public JsonElement LastJson() => JsonDocument.Parse(Out.TrimEnd().Split('\n')[^1]).RootElement.Clone();

    /// <summary>The whole output as JSON.</summary>
    public JsonElement Json() => JsonDocument.Parse(Out).RootElement.Clone();
}
