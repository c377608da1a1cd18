using Merlin.Cli.Invocation;
using Merlin.Cli.Tests.Support;
using Merlin.Posix;
using Merlin.Worker;
using Merlin.Workflow.Spec;

namespace Merlin.Cli.Tests.Invocation;

public sealed class FailureTests
{
    [Fact]
    public void The_systems_refusal_is_told_in_its_words_and_with_the_path()
    {
        string absent = Path.Combine(Path.GetTempPath(), $"merlin-{Guid.NewGuid():N}", "file");

        Assert.Equal([$"'{absent}' cannot be used: No such file or directory."], Messages(() => File.OpenRead(absent).Dispose()));
        Assert.Equal(["A file cannot be used: No space left on device."], new Failure(new IOException("full", 28)).Messages);
    }

    [Fact]
    public void A_refusal_to_the_worker_is_no_error_of_ours_and_of_no_file()
    {
        Assert.Equal(["Cannot start."], new Failure(new WorkerException("Cannot start.")).Messages);
        Assert.Equal(
            ["The system refused what merlin needs to do its work: pipe2: Too many open files (errno 24)."],
            new Failure(new PosixException("pipe2", 24)).Messages);
    }

    [Fact]
    public void Warnings_stand_before_the_error_that_they_may_explain()
    {
        var screen = new TestTerminal();
        var refusal = new SpecException(
        [
            new SpecProblem("f", 1, 1, "", "unknown key 'lable'", SpecSeverity.Warning),
            new SpecProblem("f", 2, 1, "", "the key 'label' is missing"),
        ]);

        Assert.Equal(ExitCode.Error, new Failure(refusal).Report(screen.Terminal, json: true));

        Assert.Matches("(?s)WARNING\\] f:1:1: unknown key 'lable'.*ERROR\\] f:2:1: the key 'label'", screen.Error);
        Assert.Equal("{\"errors\":[\"f:2:1: the key 'label' is missing\"]}\n", screen.Out);
    }

    private static IReadOnlyList<string> Messages(Action action)
    {
        Exception? cause = Record.Exception(action);
        Assert.NotNull(cause);
        return new Failure(cause).Messages;
    }
}
