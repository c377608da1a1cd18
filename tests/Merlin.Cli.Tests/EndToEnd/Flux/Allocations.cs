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
    private const string Script = "batch.sh";
    private readonly ServerSite _server;
    private readonly RealFlux _machine;

    private Allocations(ServerSite server, RealFlux machine, int nodes)
    {
        _server = server;
        _machine = machine;
        Nodes = nodes;
    }

    public Site Site => _server.Site;

    /// <summary>How many nodes the machine has, and each allocation.</summary>
    public int Nodes { get; }

    /// <summary>Runs a body beside a broker and a machine. At its end no job may be left on the machine.</summary>
    public static Task UseAsync(Site site, int nodes, Func<Allocations, Task> body) => ServerSite.UseAsync(site, async server =>
    {
        server.ShortenLimits();
        await server.StartAsync();
        await using RealFlux machine = await RealFlux.StartAsync(nodes);
        site.Environment["FLUX_URI"] = machine.Uri;
        site.Environment["MERLIN_BROKER"] = server.Client;
        site.Environment["PATH"] = $"{site.Environment["PATH"]}:{Path.GetDirectoryName(FluxInstallation.Command)}";
        await body(new Allocations(server, machine, nodes));
        Assert.Equal("", await machine.RunAsync("jobs", "--no-header"));
    });

    /// <summary>Hands a study over to the broker.</summary>
    public async Task SubmitAsync(string spec, params IEnumerable<string> options) =>
        (await Site.MerlinAsync(["run", spec, .. options])).Ended(0);

    /// <summary>Submits an allocation of all nodes that works on a spec.</summary>
    public async Task<Allocation> AllocateAsync(string spec, params IEnumerable<string> options)
    {
        string script = Site.Write(
            Script,
            $"#!/bin/sh\n#flux: -N {Nodes} --time-limit=30m --output=allocation.{{{{id}}}}.log\nmerlin run-workers {spec}\n");
        CommandResult submitted = (await Site.ProgramAsync(FluxInstallation.Command, ["batch", .. options, script])).Ended(0);
        return new Allocation(this, _machine, submitted.Out.Trim());
    }

    /// <summary>What the broker says of a study's tasks.</summary>
    public async Task<string> StatusAsync(StudyWorkspace workspace) =>
        (await Site.MerlinAsync("status", workspace.Path, "--json")).Ended(0).Out;
}
