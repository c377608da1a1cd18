using Merlin.Cli.Screen;

namespace Merlin.Cli.Server.Running;

/// <summary>Runs a broker in this process.</summary>
internal static class ForegroundRun
{
    /// <summary>Runs it for a terminal or a supervisor; the log goes to standard error.</summary>
    public static Task AtTerminalAsync(ServerDirectory directory, Terminal terminal) =>
        new BrokerDaemon(directory, ServerSettings.Read(directory.Settings, terminal), terminal.Log, terminal.Clock)
            .RunAsync(static () => { });

    /// <summary>Runs it in the background for <see cref="BackgroundStart"/>, which waits for an answer; the log goes to its file.</summary>
    public static async Task InBackgroundAsync(ServerDirectory directory, Terminal terminal)
    {
        bool answered = false;
        try
        {
            ServerSettings settings = ServerSettings.Read(directory.Settings, terminal);
            await using var file = new RotatingLog(directory.Log, settings.LogMegabytes * 1024L * 1024L, settings.LogFiles);
            var log = new LogLines(file, coloured: false, terminal.Clock);
            if (LogLevels.TryParse(settings.LogLevel, out Microsoft.Extensions.Logging.LogLevel level))
            {
                log.Minimum = level;
            }

            await new BrokerDaemon(directory, settings, log, terminal.Clock).RunAsync(() =>
            {
                BackgroundStart.Confirm();
                answered = true;
            });
        }
        catch (Exception e) when (!answered)
        {
            BackgroundStart.Refuse(e);
            throw;
        }
    }
}
