using Merlin.Broker.Messages;

namespace Merlin.Broker.Tests.Scheduling.Simulation;

/// <summary>What random tasks need, and what random workers own.</summary>
internal static class SimShapes
{
    /// <summary>Enough for every shape but <see cref="Giant"/>.</summary>
    public static readonly InstanceResources[] EnoughForAll = [new(1, 4, 4, 2)];

    /// <summary>What fits no worker that owns anything.</summary>
    public static readonly ResourceShape Giant = new(8, 8, 1, 0);

    private static readonly ResourceShape[] Shapes =
    [
        ResourceShape.OneCore,
        new(0, 1, 2, 0),
        new(0, 4, 1, 0),
        new(0, 1, 1, 1),
        new(1, 2, 2, 0),
        new(2, 2, 1, 0),
        new(2, 4, 2, 1),
        new(4, 16, 1, 0),
    ];

    public static ResourceShape Any(Random random) => Shapes[random.Next(Shapes.Length)];

    public static InstanceResources[] Owned(Random random) =>
        [new(1, random.Next(1, 5), random.Next(1, 5), random.Next(3))];

    /// <summary>The study with a shape for each array.</summary>
    /// <param name="submission">The study.</param>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="giants">Whether a shape may fit nobody.</param>
    public static StudySubmission Shaped(StudySubmission submission, Random random, bool giants) => submission with
    {
        Arrays =
        [
            .. submission.Arrays.Select(array => array with
            {
                Shape = giants && random.Next(60) == 0 ? Giant : Any(random),
            }),
        ],
    };
}
