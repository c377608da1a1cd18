using System.Text.Json;
using Merlin.Flux.Testing;

namespace Merlin.Flux.Tests;

[Collection(SharedFluxCollection.Name)]
public sealed class HandleTests(SharedFlux shared)
{
    private FluxUri Uri => new(shared.Instance.Uri);

    [FluxFact]
    public async Task An_instance_says_what_it_is()
    {
        await using FluxHandle flux = await FluxHandle.OpenAsync(Uri);
        InstanceFacts facts = await flux.InstanceAsync().Within();
        Assert.Equal(SharedFlux.Brokers, facts.Size);
        Assert.Equal(0, facts.Level);
        Assert.Equal(BrokerRank.Leader, facts.Rank);
        Assert.Equal(SharedFlux.Brokers, facts.Hosts.Count);
        Assert.Equal(Uri, facts.LocalUri);
        Assert.Null(facts.Job);
        Assert.Null(facts.ParentUri);
        Assert.False(facts.IsSystemInstance);
        Assert.True(facts.IsMine);
    }

    [FluxFact]
    public async Task An_attribute_that_is_not_there_is_null()
    {
        await using FluxHandle flux = await FluxHandle.OpenAsync(Uri);
        Assert.Null(await flux.AttributeAsync("no-such-attribute").Within());
        Assert.Equal("4", await flux.AttributeAsync("size").Within());
    }

    [FluxFact]
    public async Task A_call_reaches_the_broker_of_its_rank()
    {
        await using FluxHandle flux = await FluxHandle.OpenAsync(Uri);
        for (uint rank = 0; rank < SharedFlux.Brokers; rank++)
        {
            ReadOnlyMemory<byte> answer = await flux.CallAsync(
                "attr.get", JsonText.WriteObject(json => json.WriteString("name", "rank")), new BrokerRank(rank)).Within();
            Assert.Equal(rank.ToString(), JsonElement.Parse(answer.Span).GetProperty("value").GetString());
        }
    }

    [FluxFact]
    public async Task A_topic_that_nobody_serves_fails_with_Flux_s_words()
    {
        await using FluxHandle flux = await FluxHandle.OpenAsync(Uri);
        FluxException failure = await Assert.ThrowsAsync<FluxException>(
            () => flux.CallAsync("no-such-service.ask", default, BrokerRank.Leader).Within());
        Assert.Equal("no-such-service.ask", failure.Function);
        Assert.Equal(FluxErrno.NoService, failure.Errno);
        Assert.Contains("ENOSYS", failure.Message, StringComparison.Ordinal);
        Assert.NotEmpty(failure.Words);
    }

    [FluxFact]
    public async Task A_malformed_request_fails_with_the_service_s_words()
    {
        await using FluxHandle flux = await FluxHandle.OpenAsync(Uri);
        FluxException failure = await Assert.ThrowsAsync<FluxException>(
            () => flux.CallAsync("job-manager.events-journal", "{}"u8.ToArray(), BrokerRank.Any).Within());
        Assert.Equal(FluxErrno.Protocol, failure.Errno);
        Assert.Contains("streaming", failure.Words, StringComparison.Ordinal);
    }

    [FluxFact]
    public async Task A_call_without_an_answer_ends_when_it_is_cancelled_and_when_the_handle_closes()
    {
        FluxHandle flux = await FluxHandle.OpenAsync(Uri);
        JobId job = await flux.Jobs.SubmitAsync(Samples.Sleeper(), JobUrgency.Hold, JobFlags.Waitable).Within();
        using var cancellation = new CancellationTokenSource();
        Task<WaitedJob> cancelled = flux.Jobs.WaitAsync(JobId.Any, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.Within());

        Task<WaitedJob> waiting = flux.Jobs.WaitAsync(job);
        await flux.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.Within());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flux.Lost.Within());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => flux.AttributeAsync("size").Within());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => flux.Jobs.CancelAsync(job).Within());
        await shared.Instance.RunAsync("cancel", job.ToString(JobIdForm.F58Plain));
    }

    [FluxFact]
    public async Task Many_callers_share_a_handle()
    {
        await using FluxHandle flux = await FluxHandle.OpenAsync(Uri);
        Task<ReadOnlyMemory<byte>>[] calls = [.. Enumerable.Range(0, 200).Select(
            _ => Task.Run(() => flux.CallAsync("resource.status", default, BrokerRank.Leader)))];
        ReadOnlyMemory<byte>[] answers = await Task.WhenAll(calls).Within();
        Assert.All(answers, answer => Assert.Equal("0-3", JsonElement.Parse(answer.Span).GetProperty("online").GetString()));
    }

    [FluxFact]
    public async Task A_broker_that_is_not_there_is_named()
    {
        var uri = new FluxUri($"local://{shared.Instance.Directory}/nobody");
        FluxException failure = await Assert.ThrowsAsync<FluxException>(() => FluxHandle.OpenAsync(uri).Within());
        Assert.Contains(uri.Text, failure.Message, StringComparison.Ordinal);
    }

    [FluxFact]
    public async Task A_broker_s_end_is_told_to_all_who_wait_and_to_those_who_come_later()
    {
        RealFlux instance = await RealFlux.StartAsync(1);
        await using FluxHandle flux = await FluxHandle.OpenAsync(new FluxUri(instance.Uri));
        JobId job = await flux.Jobs.SubmitAsync(Samples.Sleeper(), JobUrgency.Hold, JobFlags.Waitable).Within();
        Task<WaitedJob> waiting = flux.Jobs.WaitAsync(job);
        Task<List<JobEvent>> events = flux.Jobs.EventsAsync(withEnded: false).AllAsync();
        await instance.DisposeAsync();

        FluxLostException lost = await flux.Lost.Within();
        Assert.Equal(instance.Uri, lost.Uri.Text);
        await Assert.ThrowsAnyAsync<FluxException>(() => waiting.Within());
        await Task.WhenAny(events).Within();
        await Assert.ThrowsAsync<FluxLostException>(() => flux.AttributeAsync("size").Within());
    }

    [FluxFact]
    public async Task A_broker_s_end_is_seen_by_a_handle_that_waits_for_nothing()
    {
        RealFlux instance = await RealFlux.StartAsync(1);
        await using FluxHandle flux = await FluxHandle.OpenAsync(new FluxUri(instance.Uri));
        await instance.DisposeAsync();
        Assert.Equal(instance.Uri, (await flux.Lost.Within()).Uri.Text);
    }

    [FluxFact]
    public async Task The_instance_above_is_opened_by_its_address()
    {
        await using FluxHandle flux = await FluxHandle.OpenAsync(Uri);
        FluxException none = await Assert.ThrowsAsync<FluxException>(() => flux.OpenParentAsync().Within());
        Assert.Contains("no job of another", none.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<FluxException>(() => FluxHandle.OpenSystemAsync().Within());
    }

    [FluxFact]
    public async Task Without_a_limit_there_is_no_time_left_to_tell()
    {
        await using FluxHandle flux = await FluxHandle.OpenAsync(Uri);
        Assert.Null(await flux.TimeLeftAsync().Within());
    }
}
