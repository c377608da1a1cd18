using System.Text;

namespace Merlin.Posix.Tests;

public sealed class PosixFilesTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("merlin-posix-").FullName;

    [Fact]
    public void Content_is_replaced_whole_whatever_its_length_was()
    {
        Assert.Equal(0, PosixFiles.Write(At("file"), "a long text"u8));
        Assert.Equal(0, PosixFiles.Write(At("file"), "short"u8));

        Assert.Equal("short", File.ReadAllText(Path.Combine(_directory, "file")));
    }

    [Fact]
    public void A_program_is_executable_for_its_owner_and_the_umask_holds_for_the_rest()
    {
        Assert.Equal(0, PosixFiles.WriteExecutable(At("new"), "x"u8, forceModeUnder: null));
        Assert.Equal(0, PosixFiles.WriteExecutable(At("forced"), "x"u8, forceModeUnder: 0x3F)); // 077

        UnixFileMode open = File.GetUnixFileMode(Path.Combine(_directory, "new"));
        UnixFileMode expected = (UnixFileMode)(0x1F6 & ~Umask.Read()); // 0766
        Assert.Equal(expected, open);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(Path.Combine(_directory, "forced")));
    }

    [Fact]
    public void Failures_are_error_numbers()
    {
        Assert.Equal(0, PosixFiles.MakeDirectory(At("made")));
        Assert.Equal(Errno.Exists, PosixFiles.MakeDirectory(At("made")));
        Assert.Equal(Errno.NoEntry, PosixFiles.MakeDirectory(At("a/b")));
        Assert.Equal(0, PosixFiles.Touch(At("made/mark")));
        Assert.True(PosixFiles.Exists(At("made/mark")));
        Assert.Equal(Errno.NotDirectory, PosixFiles.Touch(At("made/mark/deeper")));
        Assert.Throws<ArgumentException>(() => PosixFiles.Exists("/no-nul-at-the-end"u8));
    }

    [Fact]
    public void A_pipe_is_told_from_a_file()
    {
        Assert.Equal(0, PosixFiles.Touch(At("file")));
        using var pipe = new PosixPipe();

        Assert.True(PosixFiles.IsPipe(Encoding.UTF8.GetBytes($"/proc/self/fd/{pipe.ReadEnd.DangerousGetHandle()}\0")));
        Assert.False(PosixFiles.IsPipe(At("file")));
        Assert.False(PosixFiles.IsPipe(At("absent")));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private byte[] At(string name) => Encoding.UTF8.GetBytes($"{_directory}/{name}\0");
}
