using System.Text.Json.Serialization;

namespace Merlin.Workflow.Plan;

/// <summary>Generated JSON code of plans, which needs no reflection.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StudyPlanDocument))]
internal sealed partial class StudyPlanJson : JsonSerializerContext;
