namespace Merlin.Cli.Tests.Harness;

/// <summary>A process: its number, and its command line and working directory for messages.</summary>
public sealed record ProcessEntry(int Id, string Description);
