namespace Merlin.Cli.Reports;

/// <summary>How a status is drawn.</summary>
/// <param name="Width">Width of the terminal in columns.</param>
/// <param name="Coloured">Whether colours may be used.</param>
/// <param name="ColourBlind">Whether states are told apart by what fills the bar.</param>
internal readonly record struct StatusLook(int Width, bool Coloured, bool ColourBlind);
