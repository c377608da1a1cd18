using Merlin.Workflow.Spec;

namespace Merlin.Workflow.Tests.Spec;

public sealed class BrokenSpecTests : IDisposable
{
    private readonly SpecDirectory _directory = new();

    public static TheoryData<string> Names => [.. BrokenSpecs.All().Select(spec => spec.Name)];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Broken_spec_is_refused_with_its_place(string name)
    {
        BrokenSpec broken = BrokenSpecs.All().First(spec => spec.Name == name);
        string path = _directory.Write("broken.yaml", broken.Bytes);

        SpecException refusal = Assert.Throws<SpecException>(() => SpecFile.Load(path, new SpecLoadOptions()));

        SpecProblem[] errors = [.. refusal.Problems.Where(problem => problem.Severity == SpecSeverity.Error)];
        Assert.NotEmpty(errors);
        Assert.All(errors, error => Assert.Equal(path, error.File));
        Assert.True(errors.All(error => error.Line > 0 && error.Column > 0) || name == "too-large", refusal.Message);
        Assert.DoesNotContain("Exception", refusal.Message, StringComparison.Ordinal);
        Assert.All(errors, error => Assert.True(error.ToString().Length < 700 && !error.Message.Contains('\n', StringComparison.Ordinal), error.ToString()));
        if (broken.Mentions is not null)
        {
            Assert.Contains(broken.Mentions, string.Join('\n', (object[])errors), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Corpus_has_at_least_a_hundred_distinct_members()
    {
        string[] names = [.. BrokenSpecs.All().Select(spec => spec.Name)];

        Assert.True(names.Length >= 100, $"only {names.Length}");
        Assert.Equal(names.Length, names.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Absent_file_directory_and_strange_names_are_refused()
    {
        string[] paths = [Path.Combine(_directory.Root, "absent.yaml"), _directory.Root, "", "a\0b", Path.Combine(_directory.Root, "no", "such", "directory.yaml"), "/dev/zero"];

        Assert.All(paths, path => Assert.NotEmpty(Assert.Throws<SpecException>(() => SpecFile.Load(path, new SpecLoadOptions())).Problems));
    }
}
