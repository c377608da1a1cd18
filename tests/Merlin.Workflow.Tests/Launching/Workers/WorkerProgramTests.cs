using Merlin.Workflow.Launching.Workers;

namespace Merlin.Workflow.Tests.Launching.Workers;

public sealed class WorkerProgramTests
{
    [Theory]
    [InlineData("--concurrency 4", 4)]
    [InlineData("--concurrency=4 -O fair", 4)]
    [InlineData("-l INFO -c 12", 12)]
    [InlineData("-c12", 12)]
    [InlineData("-c 1 --concurrency 2", 2)]
    [InlineData("", null)]
    [InlineData("-l INFO --prefetch-multiplier 1", null)]
    [InlineData("--concurrency $(N)", null)]
    [InlineData("--concurrency 0", null)]
    [InlineData("--my-c 4", null)]
    public void Concurrency_is_read_from_a_workers_options(string arguments, int? tasks) =>
        Assert.Equal(tasks, WorkerProgram.ConcurrencyIn(arguments));

    [Fact]
    public void Options_are_the_command_line_without_the_program() =>
        Assert.Equal("-c 2 -n w.%%h -l INFO -Q 'a b'", WorkerProgram.Options("w", "-c 2", ["a b"], "INFO"));
}
