namespace Merlin.Workflow.Yaml;

/// <summary>One key of a mapping and its value.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value.</param>
public readonly record struct YamlEntry(YamlScalar Key, YamlNode Value);
