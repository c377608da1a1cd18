namespace Merlin.ZeroMQ.Tests;

public class LibraryTests
{
    [Fact]
    public void The_library_says_what_it_is_and_can_do()
    {
        Assert.Equal(4, ZeroMQLibrary.Version.Major);
        Assert.True(ZeroMQLibrary.Has("curve"));
        Assert.True(ZeroMQLibrary.Has("ipc"));
        Assert.False(ZeroMQLibrary.Has("telepathy"));
    }

    [Fact]
    public void The_system_comes_first_then_the_stated_prefix_then_the_Flux_on_the_path()
    {
        string root = Directory.CreateTempSubdirectory("merlin-test-").FullName;
        try
        {
            string programs = Path.Combine(root, "bin");
            Directory.CreateDirectory(programs);
            File.WriteAllText(Path.Combine(programs, "flux"), "");
            IReadOnlyList<string> places = LibraryPlaces.InOrder(name => name switch
            {
                "MERLIN_FLUX_PREFIX" => "/opt/flux",
                "PATH" => $"/nowhere:{programs}",
                _ => null,
            });
            Assert.Equal("libzmq.so.5", places[0]);
            Assert.Equal("/opt/flux/lib/libzmq.so.5", places[1]);
            Assert.Contains(Path.Combine(root, "lib/x86_64-linux-gnu/libzmq.so.5"), places);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public void Without_variables_only_the_system_is_asked() =>
        Assert.Equal(["libzmq.so.5"], LibraryPlaces.InOrder(_ => null));
}
