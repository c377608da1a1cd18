namespace Merlin.Cli.Screen;

/// <summary>The few escape sequences that are written directly.</summary>
internal static class Ansi
{
    /// <summary>Ends every colour.</summary>
    public const string Reset = "\e[0m";

    /// <summary>Puts <paramref name="text"/> in a colour.</summary>
    public static string Colour(Rgb colour, string text) =>
        $"\e[38;2;{colour.Red};{colour.Green};{colour.Blue}m{text}{Reset}";

    /// <summary>Puts <paramref name="text"/> in the terminal's own yellow.</summary>
    public static string Yellow(string text) => $"\e[33m{text}{Reset}";
}
