using System.Text.Json.Serialization;

namespace Merlin.Cli.Workers.Trees;

/// <summary>How orders become JSON and back.</summary>
[JsonSourceGenerationOptions(IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(TreeOrder))]
internal sealed partial class TreeOrderJson : JsonSerializerContext;
