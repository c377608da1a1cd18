using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Merlin.Cli.Invocation;

namespace Merlin.Cli.Screen;

/// <summary>Shows long answers through <c>less -r</c>.</summary>
internal static class Pager
{
    /// <summary>Writes text through the pager; straight to the terminal where there is no pager.</summary>
    /// <param name="terminal">Where the text ends up.</param>
    /// <param name="write">Writes the text; ended early when the reader leaves.</param>
    public static void Page(this Terminal terminal, Action<TextWriter> write)
    {
        terminal.Out.Flush();
        using Process? less = Start();
        if (less is null)
        {
            write(terminal.Out);
            return;
        }

        try
        {
            using StreamWriter writer = less.StandardInput;
            write(writer);
        }
        catch (IOException e) when (Pipe.IsBroken(e))
        {
            // The reader left before the end.
        }

        less.WaitForExit();
    }

    private static Process? Start()
    {
        var start = new ProcessStartInfo("less")
        {
            ArgumentList = { "-r" },
            UseShellExecute = false,
            RedirectStandardInput = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
