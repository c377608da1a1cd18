using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Merlin.Flux;

namespace Merlin.Cli.Allocations;

/// <summary>Allocations from a Flux instance: nested instances on whole nodes, as <c>flux batch</c> makes them.</summary>
internal sealed class FluxAllocator : IAllocator
{
    private const int InactiveState = 64; // RFC 21
    private const int RunState = 16;
    // The job shell puts the number in here; the shorter forms of an id depend on Flux's version and the locale.
    private const string JobTag = "{{id.dec}}";
    private readonly FluxUri? _uri;
    private FluxHandle _flux;

    private FluxAllocator(FluxUri? uri, FluxHandle flux)
    {
        _uri = uri;
        _flux = flux;
    }

    /// <inheritdoc/>
    public string Name => "Flux";

    /// <summary>Opens an instance.</summary>
    /// <param name="uri">Where it listens; null for the machine's own.</param>
    /// <param name="stop">Stops waiting for it.</param>
    /// <exception cref="AllocationRefusedException">There is none, or it does not answer.</exception>
    public static async Task<IAllocator> OpenAsync(FluxUri? uri, CancellationToken stop) =>
        new FluxAllocator(uri, await OpenHandleAsync(uri, stop));

    /// <inheritdoc/>
    public async Task<SubmittedAllocation> SubmitAsync(AllocationRequest request, CancellationToken stop)
    {
        FluxHandle flux = await ConnectedAsync(stop);
        try
        {
            JobId job = await flux.Jobs.SubmitAsync(JobspecOf(request), cancellation: stop);
            return new SubmittedAllocation(
                Name,
                new AllocationId(job.ToString(JobIdForm.F58Plain)),
                LogOf(request).Replace(JobTag, job.Number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        }
        catch (FluxException e)
        {
            throw new AllocationRefusedException($"Flux does not take the allocation: {e.Words}", e);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AllocationStanding>> StatesAsync(
        IReadOnlyList<AllocationId> allocations, CancellationToken stop)
    {
        FluxHandle flux = await ConnectedAsync(stop);
        return await Task.WhenAll(allocations.Select(allocation => StandingAsync(flux, JobId.Parse(allocation.Text), stop)));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _flux.DisposeAsync();

    /// <summary>The jobspec of an allocation.</summary>
    internal static Jobspec JobspecOf(AllocationRequest request)
    {
        Jobspec nested = Jobspec.NestedInstance(
            new JobResources { Nodes = request.Nodes, ExclusiveNodes = true }, request.Command);
        return nested with
        {
            Name = request.Name,
            Duration = request.Time,
            Queue = request.Queue,
            Bank = request.Bank,
            Directory = request.Directory,
            Environment = request.Environment,
            Shell = nested.Shell with { OutputFile = LogOf(request) },
            UserAttributes = new Dictionary<string, JsonNode?>(StringComparer.Ordinal)
            {
                ["merlin"] = new JsonObject { ["allocation"] = request.Name },
            },
        };
    }

    private static string LogOf(AllocationRequest request) => Path.Combine(request.LogDirectory, $"{request.Name}.{JobTag}.log");

    private static async Task<FluxHandle> OpenHandleAsync(FluxUri? uri, CancellationToken stop)
    {
        try
        {
            return uri is null ? await FluxHandle.OpenSystemAsync(stop) : await FluxHandle.OpenAsync(uri, stop);
        }
        catch (Exception e) when (e is FluxException or FluxUnavailableException)
        {
            throw new AllocationRefusedException($"Flux cannot be asked for an allocation: {e.Message}", e);
        }
    }

    // A broken connection stays broken, and a broker that was restarted answers on a new one.
    private async Task<FluxHandle> ConnectedAsync(CancellationToken stop)
    {
        if (_flux.Lost.IsCompleted)
        {
            FluxHandle opened = await OpenHandleAsync(_uri, stop);
            await _flux.DisposeAsync();
            _flux = opened;
        }

        return _flux;
    }

    private static async Task<AllocationStanding> StandingAsync(FluxHandle flux, JobId job, CancellationToken stop)
    {
        byte[] question = Encoding.UTF8.GetBytes($$"""{"id":{{job.Number}},"attrs":["state","t_run","t_inactive","exception_type"]}""");
        try
        {
            using JsonDocument answer = JsonDocument.Parse(
                await flux.CallAsync("job-list.list-id", question, BrokerRank.Leader, stop));
            JsonElement facts = answer.RootElement.GetProperty("job");
            return facts.GetProperty("state").GetInt32() switch
            {
                InactiveState => EndOf(facts),
                >= RunState => new AllocationStanding(AllocationState.Running),
                _ => new AllocationStanding(AllocationState.Waiting),
            };
        }
        catch (FluxException e) when (e is not FluxLostException && e.Errno == FluxErrno.NoEntry)
        {
            return new AllocationStanding(AllocationState.Ended);
        }
        catch (FluxException e)
        {
            throw new AllocationRefusedException($"Flux does not say how job {job} stands: {e.Words}", e);
        }
    }

    // A job that never ran has no t_run: somebody has cancelled it, or Flux cannot start it.
    private static AllocationStanding EndOf(JsonElement facts)
    {
        if (facts.TryGetProperty("t_run", out JsonElement began))
        {
            TimeSpan life = TimeSpan.FromSeconds(facts.GetProperty("t_inactive").GetDouble() - began.GetDouble());
            return new AllocationStanding(AllocationState.Ended, life);
        }

        return facts.TryGetProperty("exception_type", out JsonElement exception) && exception.ValueEquals("cancel")
            ? new AllocationStanding(AllocationState.Withdrawn)
            : new AllocationStanding(AllocationState.Ended, TimeSpan.Zero);
    }
}
