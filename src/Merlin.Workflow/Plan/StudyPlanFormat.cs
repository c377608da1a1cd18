using System.Text.Json;

namespace Merlin.Workflow.Plan;

/// <summary>The form in which a plan travels to workers and is kept with its study: versioned JSON.</summary>
public static class StudyPlanFormat
{
    private const int Version = 1;

    /// <summary>Writes a plan.</summary>
    public static byte[] Write(StudyPlan plan) =>
        JsonSerializer.SerializeToUtf8Bytes(new StudyPlanDocument(Version, plan), StudyPlanJson.Default.StudyPlanDocument);

    /// <summary>Reads a plan.</summary>
    /// <exception cref="InvalidDataException">The bytes are no plan, or one of another version of Merlin.</exception>
    public static StudyPlan Read(ReadOnlySpan<byte> bytes)
    {
        StudyPlanDocument? document;
        try
        {
            document = JsonSerializer.Deserialize(bytes, StudyPlanJson.Default.StudyPlanDocument);
        }
        catch (JsonException defect)
        {
            throw new InvalidDataException("The study's plan is damaged.", defect);
        }

        return document switch
        {
            { Version: Version, Plan: StudyPlan plan } => plan,
            { Version: int other } when other != Version => throw new InvalidDataException(
                $"The study's plan has format {other}; this version of Merlin reads format {Version}."),
            _ => throw new InvalidDataException("The study's plan is damaged."),
        };
    }
}
