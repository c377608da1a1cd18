using Merlin.Broker.Messages;

namespace Merlin.Broker.Tests.Scheduling.Simulation;

/// <summary>Random studies: directed graphs of arrays with both kinds of dependencies.</summary>
internal static class SimStudies
{
    public static readonly string[] Queues = ["a", "b", "c"];

    public static StudySubmission Make(Random random)
    {
        var arrays = new List<ArraySpec>();
        int[] counts = [1, random.Next(2, 12), random.Next(1, 60), random.Next(40) == 0 ? 300 : 5];
        int size = random.Next(1, 9);
        for (int ordinal = 0; ordinal < size; ordinal++)
        {
            List<ArrayDependency> dependencies = Dependencies(random, arrays);
            int follows = dependencies.FindIndex(dependency => dependency.Kind == ArrayDependencyKind.Elementwise);
            arrays.Add(new ArraySpec(
                $"step{ordinal}",
                Queues[random.Next(Queues.Length)],
                follows < 0 ? counts[random.Next(counts.Length)] : arrays[dependencies[follows].Ordinal].Count,
                random.Next(10) == 0 ? random.Next(32) : 16,
                random.Next(3),
                TimeSpan.FromSeconds(random.Next(3)),
                dependencies)
            {
                Walltime = random.Next(4) == 0 ? TimeSpan.FromSeconds(random.Next(1, 90)) : null,
            });
        }

        return new StudySubmission("study", "/workspace", "owner", arrays, default);
    }

    private static List<ArrayDependency> Dependencies(Random random, List<ArraySpec> earlier)
    {
        var dependencies = new List<ArrayDependency>();
        long? count = null;
        for (int ordinal = earlier.Count - 1; ordinal >= 0; ordinal--)
        {
            int kind = random.Next(5);
            if (kind == 0)
            {
                dependencies.Add(new ArrayDependency(ordinal, ArrayDependencyKind.All));
            }
            else if (kind <= 2 && (count ?? earlier[ordinal].Count) == earlier[ordinal].Count)
            {
                count = earlier[ordinal].Count;
                dependencies.Add(new ArrayDependency(ordinal, ArrayDependencyKind.Elementwise));
            }

            if (random.Next(2) == 0)
            {
                break;
            }
        }

        return dependencies;
    }
}
