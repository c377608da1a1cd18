using System.Diagnostics;
using Merlin.Cli.Invocation;
using Merlin.Cli.Studies;
using Merlin.Cli.Tests.Support;

namespace Merlin.Cli.Tests.Invocation;

public sealed class UserPathTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("merlin-paths-").FullName;

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("$MERLIN_TEST_NO_SUCH_VARIABLE\0")]
    public void What_cannot_be_a_path_is_a_users_error(string text) =>
        Assert.Contains("give a path", Assert.Throws<UserErrorException>(() => UserPath.Resolve(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_named_pipe_is_refused_before_it_can_block()
    {
        string pipe = Path.Combine(_directory, "pipe");
        using (var make = Process.Start("mkfifo", [pipe]))
        {
            make.WaitForExit();
        }

        Assert.Contains(
            $"The spec file '{pipe}' is a named pipe",
            Assert.Throws<UserErrorException>(() => UserPath.ExistingFile(pipe, "The spec file")).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "named pipe",
            Assert.Throws<UserErrorException>(() => new StudyChooser(new TestTerminal().Terminal, mayAsk: false).Find(pipe, null)).Message,
            StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
