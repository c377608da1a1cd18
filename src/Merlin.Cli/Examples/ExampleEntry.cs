namespace Merlin.Cli.Examples;

/// <summary>An example that ships with the program.</summary>
/// <param name="Key">What users call it: its spec's file name without extension.</param>
/// <param name="Name">The study's name, or the key where the name is made of variables.</param>
/// <param name="Description">What it shows.</param>
/// <param name="SpecFile">Absolute path of its spec.</param>
/// <param name="Listed">Whether it can be run as it is, and so is worth listing.</param>
internal sealed record ExampleEntry(string Key, string Name, string Description, string SpecFile, bool Listed)
{
    /// <summary>Absolute path of the directory that holds it and all that it needs.</summary>
    public string Directory => Path.GetDirectoryName(SpecFile)!;
}
