using Merlin.Cli.Tests.Harness;
using Merlin.Workflow.Tests.Spec;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.EndToEnd;

/// <summary>Whatever is given as a spec, the answer is a clear message, soon, in little memory, and nothing stays behind.</summary>
public sealed class BrokenSpecTests(ITestOutputHelper output) : EndToEndTest(output)
{
    private const long MemoryLimit = 200L << 20;

    private static readonly Dictionary<string, BrokenSpec> Corpus =
        BrokenSpecs.All().ToDictionary(spec => spec.Name, StringComparer.Ordinal);

    public static TheoryData<string> Names { get; } = [.. Corpus.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public Task A_broken_spec_gets_a_clear_answer(string name) => AtAsync(async site =>
    {
        site.Write("spec.yaml", Corpus[name].Bytes);

        CommandResult result = await ExpectRefusalAsync(site);
        Assert.Contains(Corpus[name].Mentions ?? "", result.Error);
    });

    [Fact]
    public Task A_directory_is_no_spec() => AtAsync(async site =>
    {
        Directory.CreateDirectory(Path.Combine(site.Work, "spec.yaml"));

        await ExpectRefusalAsync(site);
    });

    private async Task<CommandResult> ExpectRefusalAsync(Site site)
    {
        long start = TimeProvider.System.GetTimestamp();
        RunningCommand run = site.StartMerlin("run", "--local", "spec.yaml");
        long peak = await PeakMemory.WatchAsync(run);
        CommandResult result = await run.EndWithoutInputAsync();
        TimeSpan elapsed = TimeProvider.System.GetElapsedTime(start);

        Output.WriteLine($"{elapsed.TotalSeconds:F2} s (goal: 2 s), {peak >> 20} MB\n{result.Error}");
        Assert.True(result.ExitCode is 1 or 2, result.ToString());
        Assert.Contains("spec.yaml", result.Error);
        Assert.Contains("ERROR", result.Error);
        Assert.DoesNotMatch(@"   at |Exception|System\.", result.Text);
        Assert.Equal(["spec.yaml"], Directory.GetFileSystemEntries(site.Work).Select(path => Path.GetFileName(path)));
        Assert.InRange(peak, 1, MemoryLimit);
        return result;
    }
}
