using System.Globalization;
using System.Text.RegularExpressions;
using Merlin.Cli.Tests.Harness;
using Merlin.Flux.Testing;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.Workers;

/// <summary>What a worker learns of its end from a real Flux.</summary>
public sealed partial class FluxDeadlineTests(ITestOutputHelper output) : EndToEndTest(output)
{
    // An address that a worker refuses by itself: it has said all that it knows of its time, and ends.
    private const string Worker =
        """
        merlin worker -n "$1" -c 1 --broker ipc://"$PWD"/open/b > "$1.log" 2>&1 && exit 1
        [ $? = 1 ]
        """;

    private const string Jobs =
        """
        ./worker.sh instance
        flux alloc -n 1 -t 5m ./worker.sh alloc
        flux alloc -n 1 ./worker.sh alloc-without-limit
        flux run -n 1 -t 10m ./worker.sh run
        flux run -n 1 ./worker.sh run-without-limit
        """;

    [FluxFact]
    public Task A_worker_ends_with_its_job_and_never_without_a_limit() => AtAsync(async site =>
    {
        site.Environment["PATH"] += $":{Path.GetDirectoryName(FluxInstallation.Command)}";
        Directory.CreateDirectory(Path.Combine(site.Work, "open"));
        AddScript(site, "worker.sh", Worker);
        AddScript(site, "jobs.sh", Jobs);
        DateTimeOffset begin = TimeProvider.System.GetUtcNow();
        (await site.ProgramAsync(FluxInstallation.Command, "start", "-s", "1", "./jobs.sh")).Ended(0);
        DateTimeOffset end = TimeProvider.System.GetUtcNow();

        Assert.Null(EndOf(site, "instance"));
        Assert.Null(EndOf(site, "alloc-without-limit"));
        Assert.Null(EndOf(site, "run-without-limit"));
        ExpectWithin(begin, EndOf(site, "alloc"), end, TimeSpan.FromMinutes(5));
        ExpectWithin(begin, EndOf(site, "run"), end, TimeSpan.FromMinutes(10));
    });

    // The job began between the two; Flux's answer and the worker's words are cut to whole seconds.
    private static void ExpectWithin(DateTimeOffset begin, DateTimeOffset? told, DateTimeOffset end, TimeSpan limit)
    {
        DateTimeOffset time = Assert.NotNull(told);
        Assert.InRange(time, begin + limit - TimeSpan.FromSeconds(2), end + limit);
    }

    private static DateTimeOffset? EndOf(Site site, string name)
    {
        string said = File.ReadAllText(Path.Combine(site.Work, $"{name}.log"));
        Assert.Contains($"Worker {name} on ", said, StringComparison.Ordinal);
        return TimeOver().Match(said) is { Success: true } match
            ? DateTimeOffset.Parse(match.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal)
            : null;
    }

    private static void AddScript(Site site, string name, string text) => File.SetUnixFileMode(
        site.Write(name, $"#!/bin/sh\nset -e\n{text}\n"),
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    [GeneratedRegex("(?<=Its time is over at )[0-9: -]+(?=[.])")]
    private static partial Regex TimeOver();
}
