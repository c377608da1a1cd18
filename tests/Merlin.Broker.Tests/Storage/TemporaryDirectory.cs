namespace Merlin.Broker.Tests.Storage;

/// <summary>A directory for one test.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("merlin-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
