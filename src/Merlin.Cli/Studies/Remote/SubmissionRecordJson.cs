using System.Text.Json.Serialization;

namespace Merlin.Cli.Studies.Remote;

/// <summary>Generated JSON code of the record, which needs no reflection.</summary>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true)]
[JsonSerializable(typeof(SubmissionRecord))]
internal sealed partial class SubmissionRecordJson : JsonSerializerContext;
