using Merlin.Cli.Examples;
using Merlin.Cli.Invocation;

namespace Merlin.Cli.Tests.Examples;

public sealed class ExampleLibraryTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("merlin-examples-").FullName;
    private readonly string _target;
    private readonly ExampleLibrary _library;

    public ExampleLibraryTests()
    {
        _target = Path.Combine(_root, "copies");
        _library = new ExampleLibrary(Path.Combine(_root, "examples"));
        Write("chain/chain.yaml", "description: {name: simple_chain, description: one file}");
        Write("demo/demo.yaml", "description: {name: $(NAME), description: \"two\\nlines\"}");
        Write("demo/scripts/run.sh", "echo");
        Write("demo/my_template.yaml", "description: {name: tpl, description: x}");
        Write("demo/empty.yaml", "description: {name: , description: x}");
        Write("README.md", "not an example");
    }

    [Fact]
    public void The_list_names_what_can_be_run()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        new ExampleList(_library.All()).WriteText(writer);
        Assert.Equal(
            """
            name          description
            ------------  -----------
            demo          two lines
            simple_chain  one file

            """,
            writer.ToString());
    }

    [Fact]
    public void An_example_of_one_file_is_copied_as_a_file()
    {
        Assert.Equal(Path.Combine(_target, "chain.yaml"), _library.Copy("chain", _target));
        Assert.True(File.Exists(Path.Combine(_target, "chain.yaml")));
        Assert.Equal(Path.Combine(_target, "mine.yaml"), _library.Copy("chain", Path.Combine(_target, "mine.yaml")));
    }

    [Fact]
    public void An_example_of_several_files_is_copied_as_a_directory()
    {
        Assert.Equal(_target, _library.Copy("demo", _target));
        Assert.True(File.Exists(Path.Combine(_target, "scripts", "run.sh")));
    }

    [Fact]
    public void Nothing_is_overwritten()
    {
        Directory.CreateDirectory(_target);
        Assert.Contains("is there already", Refusal(() => _library.Copy("demo", _target)), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_target));
    }

    [Fact]
    public void An_unknown_example_is_not_found() =>
        Assert.Contains("Example 'failure' not found", Refusal(() => _library.Copy("failure", null)), StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static string Refusal(Action act) => Assert.Throws<UserErrorException>(act).Message;

    private void Write(string path, string text)
    {
        string file = Path.Combine(_root, "examples", path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
