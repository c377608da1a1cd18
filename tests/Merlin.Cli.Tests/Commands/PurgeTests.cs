using Merlin.Cli.Invocation;
using Merlin.Cli.Tests.Support;

namespace Merlin.Cli.Tests.Commands;

public sealed class PurgeTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("merlin-purge-").FullName;
    private readonly Programs _program = new();

    [Theory]
    [InlineData("")]
    [InlineData("-f --steps a b --vars X=2")]
    [InlineData("--force --steps all")]
    public async Task Without_a_broker_there_is_nothing_to_remove(string options)
    {
        Assert.Equal(ExitCode.Error, await PurgeAsync(options));
        Assert.Contains("No broker is configured", _program.Screen.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_step_is_told_with_the_known_ones()
    {
        Assert.Equal(ExitCode.Error, await PurgeAsync("--steps a nonsense"));
        Assert.Contains("no step 'nonsense'. Its steps: a, b.", _program.Screen.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_spec_is_told_first()
    {
        Assert.Equal(ExitCode.Error, await PurgeAsync("--vars NOPE=2"));
        Assert.Contains("NOPE", _program.Screen.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("broker", _program.Screen.Error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private async Task<int> PurgeAsync(string options)
    {
        string spec = Path.Combine(_directory, "spec.yaml");
        await File.WriteAllTextAsync(spec, """
            description: {name: s, description: d}
            env: {variables: {X: 1}}
            study:
            - {name: a, description: d, run: {cmd: echo}}
            - {name: b, description: d, run: {cmd: echo}}
            """);
        return await _program.RunAsync(["purge", spec, .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
    }
}
