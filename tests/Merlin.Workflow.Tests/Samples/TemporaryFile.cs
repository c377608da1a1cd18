namespace Merlin.Workflow.Tests.Samples;

/// <summary>A file that goes when the test ends.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("merlin-samples-");

    public TemporaryFile(string name, byte[] content)
    {
        Name = Path.Combine(_directory.FullName, name);
        File.WriteAllBytes(Name, content);
    }

    public string Name { get; }

    public void Dispose() => _directory.Delete(recursive: true);
}
