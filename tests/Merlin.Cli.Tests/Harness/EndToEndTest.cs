using Xunit.Abstractions;

namespace Merlin.Cli.Tests.Harness;

/// <summary>What every test through the command line has: a site of its own.</summary>
public abstract class EndToEndTest(ITestOutputHelper output)
{
    protected ITestOutputHelper Output { get; } = output;

    /// <summary>Runs the body of a test in a new site.</summary>
    protected Task AtAsync(Func<Site, Task> body) => Site.UseAsync(Output, body);
}
