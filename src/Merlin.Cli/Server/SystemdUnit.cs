using Merlin.Cli.Server.Running;

namespace Merlin.Cli.Server;

/// <summary>The text by which systemd runs a broker.</summary>
internal static class SystemdUnit
{
    /// <summary>The unit for the broker of a directory.</summary>
    public static string For(ServerDirectory directory) =>
        $"""
        # For one user: save as ~/.config/systemd/user/merlin.service, then run
        #   systemctl --user daemon-reload && systemctl --user enable --now merlin && loginctl enable-linger
        # For a machine: save as /etc/systemd/system/merlin.service and add User= to [Service].
        [Unit]
        Description=Merlin broker in {directory.Root.Replace("%", "%%", StringComparison.Ordinal)}
        After=network-online.target
        Wants=network-online.target

        [Service]
        ExecStart={string.Join(' ', ProgramCommand.Words.Select(Quoted))} server start --foreground --directory {Quoted(directory.Root)}
        ExecReload=/bin/kill -HUP $MAINPID
        Restart=on-failure
        TimeoutStopSec=90

        [Install]
        WantedBy=default.target
        """;

    // In unit files a per cent sign and a dollar sign begin something else.
    private static string Quoted(string word)
    {
        string text = word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("%", "%%", StringComparison.Ordinal).Replace("$", "$$", StringComparison.Ordinal);
        return $"\"{text}\"";
    }
}
