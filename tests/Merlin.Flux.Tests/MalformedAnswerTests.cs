using System.Text.Json;

namespace Merlin.Flux.Tests;

/// <summary>What another version of Flux may answer one day.</summary>
public sealed class MalformedAnswerTests
{
    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"name\":\"start\"}")]
    [InlineData("{\"name\":\"start\",\"timestamp\":\"now\"}")]
    [InlineData("{\"name\":7,\"timestamp\":1.5}")]
    [InlineData("{\"name\":\"finish\",\"timestamp\":1.5}")]
    [InlineData("{\"name\":\"finish\",\"timestamp\":1.5,\"context\":{\"status\":\"good\"}}")]
    [InlineData("{\"name\":\"release\",\"timestamp\":1.5,\"context\":{\"ranks\":\"x\",\"final\":true}}")]
    [InlineData("{\"name\":\"exception\",\"timestamp\":1.5,\"context\":7}")]
    public void A_job_s_event_that_is_none_is_a_failure_of_Flux(string json)
    {
        FluxException failure = Assert.Throws<FluxException>(
            () => JobEventReader.Read(new JobId(1), JsonElement.Parse(json), null, null));
        Assert.Equal(FluxErrno.Protocol, failure.Errno);
    }

    [Theory]
    [InlineData("{\"name\":\"drain\",\"timestamp\":1.5}")]
    [InlineData("{\"name\":\"drain\",\"timestamp\":1.5,\"context\":{\"idset\":3}}")]
    [InlineData("{\"name\":\"drain\",\"timestamp\":1.5,\"context\":{\"idset\":\"3-\"}}")]
    public void A_node_s_event_that_is_none_is_a_failure_of_Flux(string json)
    {
        FluxException failure = Assert.Throws<FluxException>(() => ResourceChangeReader.Read(JsonElement.Parse(json)));
        Assert.Equal(FluxErrno.Protocol, failure.Errno);
    }

    [Fact]
    public void Text_that_is_no_JSON_is_a_failure_of_Flux() =>
        Assert.Equal(FluxErrno.Protocol, Assert.Throws<FluxException>(() => JsonText.Read("asking", "{"u8.ToArray())).Errno);

    [Theory]
    [InlineData(2, "ENOENT")]
    [InlineData(104, "ECONNRESET")]
    [InlineData(4242, "errno 4242")]
    public void A_failure_names_function_number_and_words(int errno, string name)
    {
        var failure = new FluxException("flux_do", errno, "it would not");
        Assert.Equal($"Flux: flux_do failed: it would not ({name}).", failure.Message);
    }
}
