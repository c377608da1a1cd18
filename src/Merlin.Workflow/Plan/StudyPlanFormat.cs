using System.Text.Json;

namespace Merlin.Workflow.Plan;

/// <summary>The form in which a plan travels to workers and is kept with its study: versioned JSON.</summary>
public static class StudyPlanFormat
{
    private const int Version = 1;

    /// <summary>Writes a plan.</summary>
    public static byte[] Write(StudyPlan plan) => StudyPlanWriter.Write(Version, plan);

    /// <summary>Reads a plan.</summary>
    /// <exception cref="InvalidDataException">The bytes are no plan, or one of another version of Merlin.</exception>
    public static StudyPlan Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            int version = document.RootElement.TryGetProperty("Version", out JsonElement number) ? number.GetInt32() : 0;
            return version == Version
                ? StudyPlanReader.Read(document.RootElement.GetProperty("Plan"))
                : throw new InvalidDataException($"The study's plan has format {version}; this version of Merlin reads format {Version}.");
        }
        catch (Exception defect) when (defect is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException("The study's plan is damaged.", defect);
        }
    }
}
