namespace Merlin.Workflow.Rendering;

/// <summary>A piece of a script template.</summary>
/// <param name="Kind">What becomes of it.</param>
/// <param name="Text">
/// The bytes as they stand in the template: a literal's text, or the token, which stays where a column has no value.
/// </param>
/// <param name="Column">The samples column, for <see cref="TemplateSegmentKind.Column"/>.</param>
internal readonly record struct TemplateSegment(TemplateSegmentKind Kind, byte[] Text, int Column = 0);
