namespace Merlin.Cli.Screen;

/// <summary>A 24-bit colour.</summary>
internal readonly record struct Rgb(byte Red, byte Green, byte Blue);
