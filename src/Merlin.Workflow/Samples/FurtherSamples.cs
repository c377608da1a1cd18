namespace Merlin.Workflow.Samples;

/// <summary>A file whose rows were added to a study's samples while it ran; its columns are those of the first file.</summary>
/// <param name="File">Absolute path of the file.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="FileSize">The file's size in bytes; a changed file is an error.</param>
/// <param name="FileTicks">The file's time of modification, ticks of UTC; a changed file is an error.</param>
public sealed record FurtherSamples(string File, long Rows, long FileSize, long FileTicks);
