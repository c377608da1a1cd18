namespace Merlin.Cli.Workers.Trees;

/// <summary>The end of an agent and its instances.</summary>
/// <param name="Outcome">How it came.</param>
/// <param name="Reason">Why, in the agent's words; empty when it had to be cut short.</param>
internal sealed record TreeResult(TreeOutcome Outcome, string Reason);
