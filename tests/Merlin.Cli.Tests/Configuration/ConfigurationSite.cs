using Merlin.Cli.Configuration;
using Merlin.Cli.Tests.Support;

namespace Merlin.Cli.Tests.Configuration;

/// <summary>A working directory and a home for one test of the lookup.</summary>
internal sealed class ConfigurationSite : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("merlin-").FullName;

    public ConfigurationSite()
    {
        Work = Directory.CreateDirectory(Path.Combine(_root, "work")).FullName;
        Home = Directory.CreateDirectory(Path.Combine(_root, "home", ".merlin")).FullName;
    }

    public string Work { get; }

    /// <summary>The user's <c>.merlin</c>.</summary>
    public string Home { get; }

    public TestTerminal Screen { get; } = new();

    /// <summary>Writes a private file.</summary>
    public static string Write(string directory, string name, string text)
    {
        string path = Path.Combine(directory, name);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    /// <summary>The text of a configuration for a socket.</summary>
    public static string Local(string socket) => $"broker:\n  name: merlin\n  address: ipc:///{socket}\n";

    public BrokerConfiguration Find(string? option = null, string? variable = null) =>
        new BrokerLookup(Screen.Terminal, variable, Work, Home).Find(option);

    /// <summary>Reads one configuration.</summary>
    public BrokerConfiguration Read(string text) =>
        BrokerConfigurationReader.Read(Write(Work, "some.yaml", text), Screen.Terminal);

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
