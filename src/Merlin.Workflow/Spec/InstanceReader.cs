using System.Globalization;
using System.Numerics;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec;

/// <summary>Makes an <see cref="InstanceSpec"/> of a worker's <c>instance</c>, whose tokens have been filled in.</summary>
/// <param name="worker">The worker's name, for problems.</param>
/// <param name="file">The spec's file, for problems.</param>
/// <param name="problems">Receives what a variable has put there and does not fit.</param>
internal sealed class InstanceReader(string worker, string file, List<SpecProblem> problems)
{
    private const string AutoLevels = "auto";
    private const int MostLevels = 2;

    /// <summary>Whether a text says how many levels there are.</summary>
    public static bool IsLevels(string text) => text is AutoLevels or "1" or "2";

    /// <summary>Reads the block.</summary>
    public InstanceSpec Read(YamlMapping instance)
    {
        int? nodes = Number(instance, "nodes", int.MaxValue, "must be an integer of at least 1");
        int? cores = Number(instance, "cores", int.MaxValue, "must be an integer of at least 1");
        int? levels = instance["levels"].TextOrNull() is null or AutoLevels
            ? null
            : Number(instance, "levels", MostLevels, InstanceSpec.LevelsRule);
        if (nodes > 1 && cores is not null)
        {
            Complain("cores", instance["cores"]!, "splits a node into several instances, but 'nodes' asks for several nodes: keep one of the two");
        }

        return new InstanceSpec(nodes, cores, levels);
    }

    private int? Number(YamlMapping instance, string key, int most, string rule)
    {
        if (instance[key] is not YamlScalar { IsNull: false } scalar)
        {
            return null;
        }

        BigInteger? value = scalar.WholeNumber();
        if (value >= 1 && value <= most)
        {
            return (int)value;
        }

        Complain(key, scalar, $"{rule}, but is '{Shortened.Text(scalar.Text)}'");
        return null;
    }

    private void Complain(string key, YamlNode node, string message) => problems.Add(new SpecProblem(
        file,
        node.Mark.Line,
        node.Mark.Column,
        string.Create(CultureInfo.InvariantCulture, $"merlin.resources.workers.{worker}.instance.{key}"),
        message));
}
