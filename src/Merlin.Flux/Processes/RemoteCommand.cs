namespace Merlin.Flux;

/// <summary>A program for a broker to start.</summary>
public sealed record RemoteCommand
{
    /// <summary>The program and its arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The directory in which it starts.</summary>
    public required string Directory { get; init; }

    /// <summary>All variables that it finds; the broker adds <c>FLUX_URI</c>.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Whether its standard output and error come here line by line; else they are lost.</summary>
    public bool RelaysOutput { get; init; }
}
