namespace Merlin.Workflow.Spec;

/// <summary>The key <c>merlin.samples.layout</c>: whether the tasks of samples have directories or records in packs.</summary>
internal static class SamplesLayout
{
    /// <summary>What it must be, for messages.</summary>
    public const string Rule = "must be full or packed";

    /// <summary>Reads it.</summary>
    /// <returns>Whether it is the packed layout; null when the text names none.</returns>
    public static bool? IsPacked(string text) => text switch
    {
        "full" => false,
        "packed" => true,
        _ => null,
    };
}
