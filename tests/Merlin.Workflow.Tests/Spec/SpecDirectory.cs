using Merlin.Workflow.Spec;

namespace Merlin.Workflow.Tests.Spec;

/// <summary>A directory of its own for the specs of one test.</summary>
internal sealed class SpecDirectory : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("merlin-spec-").FullName;

    public string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(Root, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public string Write(string name, string text)
    {
        string path = Path.Combine(Root, name);
        File.WriteAllText(path, text);
        return path;
    }

    public SpecFile Load(string text, SpecLoadOptions? options = null) =>
        SpecFile.Load(Write("spec.yaml", text), options ?? new SpecLoadOptions());

    public SpecException Refuse(string text, SpecLoadOptions? options = null) =>
        Assert.Throws<SpecException>(() => Load(text, options));

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
