using Merlin.Cli.Invocation;
using Merlin.Cli.Studies;
using Merlin.Cli.Tests.Support;

namespace Merlin.Cli.Tests.Studies;

public sealed class StudyChooserTests : IDisposable
{
    private const string Older = "my_study_20260101-000000";
    private const string Newer = "my_study_20260102-000000";
    private readonly string _directory = Directory.CreateTempSubdirectory("merlin-choose-").FullName;
    private readonly string _spec;

    public StudyChooserTests()
    {
        _spec = Path.Combine(_directory, "spec.yaml");
        File.WriteAllText(_spec, """
            description:
              name: $(NAME) study
              description: d
            env:
              variables:
                NAME: my
                OUTPUT_PATH: out
            study:
            - name: a
              description: d
              run:
                cmd: echo
            """);
    }

    [Fact]
    public void A_workspace_is_itself() =>
        Assert.Equal(_directory, Chooser(new TestTerminal()).Find(_directory + "/", null));

    [Fact]
    public void The_only_study_of_a_spec_is_taken()
    {
        Make("out", Older, "other_study_20260101-000000", "my_study_2026");
        Assert.Equal(Path.Combine(_directory, "out", Older), Chooser(new TestTerminal()).Find(_spec, null));
    }

    [Fact]
    public void Of_several_studies_one_is_asked_for_until_the_answer_is_one()
    {
        Make("out", Newer, Older);
        var screen = new TestTerminal("x\n3\n0\n1\n");
        Assert.Equal(Path.Combine(_directory, "out", Older), Chooser(screen).Find(_spec, null));
        Assert.StartsWith(
            $"Found 2 potential studies:\nIndex  Study Name\n-----  ------------------------\n1      {Older}\n2      {Newer}\n",
            screen.Out,
            StringComparison.Ordinal);
        Assert.Contains("'3' is no index", screen.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void The_newest_is_taken_when_nobody_is_asked_or_answers()
    {
        Make("elsewhere", "z_" + Older, Newer);
        string newest = Path.Combine(_directory, "elsewhere", Newer);
        string place = Path.Combine(_directory, "elsewhere");
        var silent = new TestTerminal();
        Assert.Equal(newest, new StudyChooser(silent.Terminal, mayAsk: false).Find(_spec, place));
        Assert.DoesNotContain("potential", silent.Out, StringComparison.Ordinal);
        Assert.Equal(newest, Chooser(new TestTerminal(input: "")).Find(_spec, place));
    }

    [Fact]
    public void Studies_of_a_run_that_was_started_here_are_found_too()
    {
        string output = $"here-{Guid.NewGuid():N}";
        File.WriteAllText(_spec, File.ReadAllText(_spec).Replace("OUTPUT_PATH: out", $"OUTPUT_PATH: {output}", StringComparison.Ordinal));
        string study = Path.Combine(Environment.CurrentDirectory, output, Newer);
        Directory.CreateDirectory(study);
        try
        {
            var screen = new TestTerminal();
            Assert.Equal(study, Chooser(screen).Find(_spec, null));
            Assert.Equal(2, screen.Error.Split("'merlin' block").Length);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(study)!, recursive: true);
        }
    }

    [Fact]
    public void No_study_is_an_error() => Assert.Contains(
        "my_study",
        Assert.Throws<UserErrorException>(() => Chooser(new TestTerminal()).Find(_spec, null)).Message,
        StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static StudyChooser Chooser(TestTerminal screen) => new(screen.Terminal, mayAsk: true);

    private void Make(string output, params string[] studies)
    {
        foreach (string study in studies)
        {
            Directory.CreateDirectory(Path.Combine(_directory, output, study));
        }
    }
}
