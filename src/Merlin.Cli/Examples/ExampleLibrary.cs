using Merlin.Cli.Invocation;
using Merlin.Workflow.Spec;
using Merlin.Workflow.Yaml;

namespace Merlin.Cli.Examples;

/// <summary>The examples that ship with the program: one directory each, with one spec or several.</summary>
internal sealed class ExampleLibrary
{
    private readonly string _root;

    /// <summary>The examples below a directory.</summary>
    public ExampleLibrary(string root) => _root = root;

    /// <summary>The examples beside this program.</summary>
    public static ExampleLibrary OfProgram() => new(Path.Combine(AppContext.BaseDirectory, "examples"));

    /// <summary>All examples, ordered by name.</summary>
    public IReadOnlyList<ExampleEntry> All() => [.. SpecFiles().Select(Read).OrderBy(static entry => entry.Name, StringComparer.Ordinal)];

    /// <summary>Copies an example.</summary>
    /// <param name="key">What the user calls it.</param>
    /// <param name="target">Where to, as typed; null for a place of the same name in the current directory.</param>
    /// <returns>Absolute path of the directory or file that was made.</returns>
    /// <exception cref="UserErrorException">There is no such example, or something is at the target already.</exception>
    public string Copy(string key, string? target)
    {
        string spec = SpecFiles().FirstOrDefault(file => Path.GetFileNameWithoutExtension(file) == key)
            ?? throw new UserErrorException($"Example '{key}' not found. 'merlin example list' shows what there is.");
        string directory = Path.GetDirectoryName(spec)!;
        bool single = Directory.GetFileSystemEntries(directory) is [_];
        string copy = single ? FileTarget(spec, target) : UserPath.Resolve(target ?? Path.GetFileName(directory));
        try
        {
            return single ? CopyFile(spec, copy) : CopyDirectory(directory, copy);
        }
        catch (Exception refusal) when (FileTrouble.Is(refusal))
        {
            throw new UserErrorException(
                $"The example cannot be copied to '{copy}': {FileTrouble.Reason(refusal)}. Name another place with --path.", refusal);
        }
    }

    private IEnumerable<string> SpecFiles() => Directory.Exists(_root)
        ? Directory.EnumerateDirectories(_root).SelectMany(static directory => Directory.EnumerateFiles(directory, "*.yaml"))
        : [];

    private static ExampleEntry Read(string file)
    {
        string key = Path.GetFileNameWithoutExtension(file);
        var description = SpecFile.LoadExpanded(file).Tree["description"] as YamlMapping;
        string name = TextOf(description, "name");
        bool listed = name.Length > 0 && !key.Contains("template", StringComparison.OrdinalIgnoreCase);
        return new ExampleEntry(
            key,
            name.Contains('$', StringComparison.Ordinal) ? key : name,
            TextOf(description, "description"),
            file,
            listed);
    }

    private static string TextOf(YamlMapping? mapping, string key) =>
        mapping?[key] is YamlScalar { IsNull: false } scalar ? scalar.Text.ReplaceLineEndings(" ").Trim() : string.Empty;

    private static string FileTarget(string spec, string? target)
    {
        string path = UserPath.Resolve(target ?? ".");
        return Path.GetExtension(path) == Path.GetExtension(spec) ? path : Path.Combine(path, Path.GetFileName(spec));
    }

    private static string CopyFile(string source, string target)
    {
        RefuseExisting(target);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(source, target);
        return target;
    }

    private static string CopyDirectory(string source, string target)
    {
        RefuseExisting(target);
        Directory.CreateDirectory(target);
        foreach (string directory in Directory.EnumerateDirectories(source, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(Path.Combine(target, Path.GetRelativePath(source, directory)));
        }

        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, Path.Combine(target, Path.GetRelativePath(source, file)));
        }

        return target;
    }

    private static void RefuseExisting(string target)
    {
        if (Path.Exists(target))
        {
            throw new UserErrorException($"'{target}' is there already; move it away, or name another place with --path.");
        }
    }
}
