using Merlin.Flux.Testing;

namespace Merlin.Flux.Tests;

public sealed class JobIdTests
{
    private static readonly JobIdForm[] Forms = Enum.GetValues<JobIdForm>();

    [Fact]
    public void Every_form_is_read_again()
    {
        foreach (ulong number in Numbers())
        {
            var id = new JobId(number);
            Assert.All(Forms, form => Assert.Equal(id, JobId.Parse(id.ToString(form))));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("f")]
    [InlineData("ƒ")]
    [InlineData("fl0")]
    [InlineData("job")]
    [InlineData("-1")]
    [InlineData("0x")]
    [InlineData("18446744073709551616")]
    [InlineData("fzzzzzzzzzzzzz")]
    [InlineData("0000.0000.0000")]
    public void Other_text_is_refused(string text)
    {
        Assert.False(JobId.TryParse(text, out _));
        Assert.Throws<FormatException>(() => JobId.Parse(text));
    }

    [FluxFact]
    public async Task Flux_writes_and_reads_the_same()
    {
        ulong[] numbers = [.. Numbers().Where(number => number < long.MaxValue)];
        (JobIdForm Form, string Name)[] names =
        [
            (JobIdForm.F58Plain, "f58plain"), (JobIdForm.Dec, "dec"), (JobIdForm.Hex, "hex"), (JobIdForm.Kvs, "kvs"),
        ];
        foreach ((JobIdForm form, string name) in names)
        {
            string[] theirs = await ConvertAsync(name, numbers.Select(number => number.ToString()));
            Assert.Equal(theirs, numbers.Select(number => new JobId(number).ToString(form)));
        }

        string[] back = await ConvertAsync("dec", numbers.Select(number => new JobId(number).ToString(JobIdForm.F58)));
        Assert.Equal(numbers.Select(number => number.ToString()), back);
    }

    [FluxFact]
    public async Task The_words_of_Flux_are_read()
    {
        ulong[] numbers = [.. Numbers().Where(number => number < long.MaxValue)];
        string[] words = await ConvertAsync("words", numbers.Select(number => number.ToString()));
        Assert.Equal(numbers, words.Select(text => JobId.Parse(text).Number));
    }

    private static async Task<string[]> ConvertAsync(string form, IEnumerable<string> ids) =>
        (await RealFlux.RunAloneAsync(["job", "id", $"--to={form}", .. ids])).Split('\n');

    private static IEnumerable<ulong> Numbers()
    {
        var random = new Random(20260105);
        ulong[] edges = [0, 1, 57, 58, 59, 3363, 3364, uint.MaxValue, long.MaxValue - 1, ulong.MaxValue - 1];
        return edges.Concat(Enumerable.Range(0, 200).Select(_ => (ulong)random.NextInt64() >> random.Next(60)));
    }
}
