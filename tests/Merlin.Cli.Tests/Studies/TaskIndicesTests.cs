using Merlin.Cli.Invocation;
using Merlin.Cli.Studies;
using Merlin.Cli.Tests.Support;

namespace Merlin.Cli.Tests.Studies;

public sealed class TaskIndicesTests
{
    [Theory]
    [InlineData("", "0 1 2 3 4 5 6 7 8 9")]
    [InlineData("3", "3")]
    [InlineData("8-", "8 9")]
    [InlineData("7 2-3", "2 3 7")]
    [InlineData("0-5 3", "0 1 2 3 4 5")]
    [InlineData("4-6 5-8 1", "1 4 5 6 7 8")]
    public void Every_task_that_is_named_is_meant_once(string words, string meant)
    {
        TaskIndices indices = Read(words);

        Assert.Equal(meant, string.Join(' ', indices.All));
        Assert.Equal(indices.All, Enumerable.Range(0, 10).Select(static index => (long)index).Where(indices.Contains));
    }

    [Theory]
    [InlineData("3", 3)]
    [InlineData("3 3-3", 3)]
    [InlineData("3 4", null)]
    [InlineData("", null)]
    public void One_task_is_the_only_one_however_often_it_is_named(string words, int? only) =>
        Assert.Equal(only, Read(words).Only);

    [Theory]
    [InlineData("10")]
    [InlineData("5-4")]
    [InlineData("9-10")]
    [InlineData("x")]
    [InlineData("-3")]
    public void Words_that_name_no_task_are_refused(string word) => Assert.Throws<UserErrorException>(() => Read(word));

    private static TaskIndices Read(string words) =>
        new(Plans.Node("sim", "sim", "sim", count: 10, sampled: true), words.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
