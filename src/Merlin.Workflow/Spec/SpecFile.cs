using System.Text;
using Merlin.Workflow.Spec.Verification;
using Merlin.Workflow.Variables;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec;

/// <summary>A spec as read from its file, verified and with defaults filled in; nothing is expanded yet.</summary>
public sealed class SpecFile
{
    private static readonly string[] CopySuffixes = [".orig", ".out", ".partial", ".expanded"];

    private SpecFile(string path, byte[] originalBytes, YamlMapping tree, IReadOnlyList<SpecProblem> warnings)
    {
        Path = path;
        OriginalBytes = originalBytes;
        Tree = tree;
        Warnings = warnings;
    }

    /// <summary>The file's path as given; problems name it so.</summary>
    public string Path { get; }

    /// <summary>The file's name without directory, extension and the marks that copies carry (<c>.partial</c>, …).</summary>
    public string BaseName => CopySuffixes.Aggregate(
        System.IO.Path.GetFileNameWithoutExtension(Path),
        (name, suffix) => name.Replace(suffix, "", StringComparison.Ordinal));

    /// <summary>The file's bytes.</summary>
    public ReadOnlyMemory<byte> OriginalBytes { get; }

    /// <summary>The tree, with defaults and overrides.</summary>
    public YamlMapping Tree { get; }

    /// <summary>What is strange about the spec but does not forbid its use, in the order of the places.</summary>
    public IReadOnlyList<SpecProblem> Warnings { get; }

    /// <summary>Reads and verifies a spec.</summary>
    /// <exception cref="SpecException">The file cannot be read or is not a spec; holds all problems.</exception>
    public static SpecFile Load(string path, SpecLoadOptions options)
    {
        byte[] bytes = SpecText.ReadBytes(path);
        var report = new SpecReport(path, options.Strict);
        YamlMapping root = Parse(path, bytes, report);
        new SpecVerifier(root, report, options.HasSamplesFile).Verify();
        report.ThrowIfAnyError();
        var overrides = new VariableOverrides(options.Variables, Encoding.UTF8.GetString(bytes));
        SpecProblem[] warnings = [.. report.Warnings, .. overrides.Ineffective(root)];
        return new SpecFile(path, bytes, SpecDefaults.Apply(overrides.Apply(root)), warnings);
    }

    /// <summary>Reads a spec that was expanded before; it is not verified again.</summary>
    /// <exception cref="SpecException">The file cannot be read or is not YAML.</exception>
    public static SpecFile LoadExpanded(string path)
    {
        byte[] bytes = SpecText.ReadBytes(path);
        var report = new SpecReport(path, strict: false);
        YamlMapping root = Parse(path, bytes, report);
        return new SpecFile(path, bytes, SpecDefaults.Apply(root), report.Warnings);
    }

    private static YamlMapping Parse(string path, byte[] bytes, SpecReport report)
    {
        try
        {
            YamlDocument document = YamlDocument.Read(YamlText.Decode(bytes));
            foreach (YamlScalar key in document.DuplicateKeys)
            {
                report.Warn(key.Mark, "", $"the key '{Shortened.Text(key.Text)}' stands twice in this mapping, and the last one counts: remove one");
            }

            return document.Root as YamlMapping ?? throw new YamlReadException(
                document.Root?.Mark ?? new YamlMark(1, 1),
                document.Root is null ? "the file is empty: a spec has the blocks 'description' and 'study'" : $"a spec is a mapping with the blocks 'description' and 'study', but this is {document.Root.Kind}");
        }
        catch (YamlReadException problem)
        {
            throw new SpecException(new SpecProblem(path, problem.Mark.Line, problem.Mark.Column, "", problem.Message));
        }
    }
}
