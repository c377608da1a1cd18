using Merlin.Workflow.Spec;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Variables;

/// <summary>Makes the paths in <c>env.dependencies</c> absolute and fills them in where steps name them.</summary>
internal static class DependencyPaths
{
    /// <summary>The spec with dependencies resolved.</summary>
    /// <exception cref="SpecException">A path of <c>dependencies.paths</c> does not exist.</exception>
    public static YamlMapping Resolve(YamlMapping tree, ExpansionContext context, string file)
    {
        YamlMapping env = tree["env"].MappingOrEmpty();
        if (env["dependencies"] is not YamlMapping { Entries.Count: > 0 } dependencies)
        {
            return tree;
        }

        var tokens = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string block in (string[])["paths", "git"])
        {
            if (dependencies[block] is YamlSequence list)
            {
                dependencies = dependencies.With(block, Absolute(list, context, tokens, joinsName: block == "git"));
            }
        }

        DemandExisting(dependencies, file);
        tree = tree.With("env", env.With("dependencies", dependencies));
        return tree["study"] is { } study
            ? tree.With("study", study.Rewrite(text => TokenText.Replace(text, tokens)))
            : tree;
    }

    private static YamlSequence Absolute(
        YamlSequence list, ExpansionContext context, Dictionary<string, string> tokens, bool joinsName)
    {
        var items = new List<YamlNode>();
        foreach (YamlNode item in list.Items)
        {
            var entry = (YamlMapping)item;
            string name = entry["name"].TextOrNull() ?? "";
            string path = Path.GetFullPath(entry["path"].TextOrNull() ?? "", context.CurrentDirectory);
            tokens[name] = joinsName ? Path.Combine(path, name) : path;
            items.Add(entry.With("path", YamlScalar.Quoted(path, entry["path"]?.Mark ?? entry.Mark)));
        }

        return new YamlSequence(items, list.Mark);
    }

    private static void DemandExisting(YamlMapping dependencies, string file)
    {
        SpecProblem[] missing =
        [
            .. ((dependencies["paths"] as YamlSequence)?.Items ?? []).OfType<YamlMapping>()
                .Select(entry => entry["path"]).OfType<YamlScalar>()
                .Where(path => !Path.Exists(path.Text))
                .Select(path => new SpecProblem(
                    file, path.Mark.Line, path.Mark.Column, "env.dependencies.paths", $"the path '{Shortened.Text(path.Text)}' does not exist")),
        ];
        if (missing.Length > 0)
        {
            throw new SpecException(missing);
        }
    }
}
