using Merlin.Cli.Tests.Harness;
using Merlin.Cli.Tests.Server;
using Merlin.Flux.Testing;

namespace Merlin.Cli.Tests.EndToEnd.Flux;

/// <summary>
/// A machine that Flux runs, with a broker outside of all allocations. An allocation is what <c>flux batch</c> makes of a
/// script of three lines.
/// </summary>
internal sealed class Allocations
{
    private readonly ServerSite _server;

    private Allocations(ServerSite server)
    {
        _server = server;
    }

    public Site Site => _server.Site;

    /// <summary>Runs a body beside a broker and a machine. At its end no job may be left on the machine.</summary>
    public static Task UseAsync(Site site, int nodes, Func<Allocations, Task> body) => ServerSite.UseAsync(site, async server =>
    {
        server.ShortenLimits();
        await server.StartAsync();
        await using RealFlux machine = await RealFlux.StartAsync(nodes);
        site.Environment["FLUX_URI"] = machine.Uri;
        site.Environment["MERLIN_BROKER"] = server.Client;
        site.Environment["PATH"] = $"{site.Environment["PATH"]}:{Path.GetDirectoryName(FluxInstallation.Command)}";

        // Flux would enter an instance by ssh, even one on this host.
        site.Environment["FLUX_URI_RESOLVE_LOCAL"] = "t";
        await body(new Allocations(server));
        Assert.Equal("", await machine.RunAsync("jobs", "--no-header"));
    });

    /// <summary>Hands a study over to the broker.</summary>
    public async Task SubmitAsync(string spec, params IEnumerable<string> options) =>
        (await Site.MerlinAsync(["run", spec, .. options])).Ended(0);

    /// <summary>Submits an allocation that works on a spec.</summary>
    public Task<Allocation> AllocateAsync(string spec, int nodes, string timeLimit = "30m") => BatchAsync(Site.Write(
        "batch.sh",
        $"#!/bin/sh\n#flux: -N {nodes} --time-limit={timeLimit} --output=allocation.{{{{id}}}}.log\nmerlin run-workers {spec}\n"));

    /// <summary>Submits a script, to run in the directory where it is.</summary>
    public async Task<Allocation> BatchAsync(string script)
    {
        string job = await FluxAsync("batch", $"--cwd={Path.GetDirectoryName(script)}", script);
        return new Allocation(this, job, Path.Combine(Path.GetDirectoryName(script)!, $"allocation.{job}.log"));
    }

    /// <summary>What <c>flux ARGUMENTS</c> prints on the machine.</summary>
    public async Task<string> FluxAsync(params IEnumerable<string> arguments) =>
        (await Site.ProgramAsync(FluxInstallation.Command, arguments)).Ended(0).Out.TrimEnd('\n');

    /// <summary>What the broker says of a study's tasks.</summary>
    public async Task<string> StatusAsync(StudyWorkspace workspace) =>
        (await Site.MerlinAsync("status", workspace.Path, "--json")).Ended(0).Out;
}
