namespace Merlin.Workflow.Rendering;

/// <summary>Gives the value of a token, or null for a token that stays as it is.</summary>
/// <param name="name">The name between the token's parentheses.</param>
internal delegate string? TokenResolver(ReadOnlySpan<char> name);
