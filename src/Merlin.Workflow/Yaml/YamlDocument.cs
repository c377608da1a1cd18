namespace Merlin.Workflow.Yaml;

/// <summary>A YAML document that was read.</summary>
/// <param name="Root">The outermost node, or null for an empty document.</param>
/// <param name="DuplicateKeys">Keys that stand twice in one mapping: the later ones, which win.</param>
public sealed record YamlDocument(YamlNode? Root, IReadOnlyList<YamlScalar> DuplicateKeys)
{
    /// <summary>Reads a document.</summary>
    /// <param name="text">The text; see <see cref="YamlText.Decode"/>.</param>
    /// <exception cref="YamlReadException">The text is not one document, or is made to exhaust its reader.</exception>
    public static YamlDocument Read(string text) => new YamlComposer(text).Compose();
}
