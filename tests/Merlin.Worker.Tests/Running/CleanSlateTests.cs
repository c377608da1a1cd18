using System.Diagnostics;
using System.Text.RegularExpressions;
using Merlin.Worker.Tests.Guarding;

namespace Merlin.Worker.Tests.Running;

public sealed class CleanSlateTests
{
    // What a script can see of the one who started it. The shell's own descriptor of the script is left out, and what
    // differs between any two shells: the directory variables.
    private const string Look =
        """
        grep -E '^(Sig(Blk|Ign|Cgt)|Umask|NoNewPrivs|Seccomp):' /proc/self/status
        cat /proc/$$/limits
        tr '\0' '\n' < /proc/self/environ | grep -v -E '^(PWD|OLDPWD|_|SHLVL)=' | sort
        for f in /proc/$$/fd/*; do
            case $(readlink "$f") in *.sh) ;; *) echo "descriptor ${f##*/}" ;; esac
        done
        yes | head -1
        nice
        """;

    [Theory]
    [InlineData("pidfd")]
    [InlineData("sigchld")]
    public async Task A_script_sees_the_same_as_when_a_shell_starts_it(string means)
    {
        string workspace = Directory.CreateTempSubdirectory("merlin-slate-").FullName;
        string arguments = $"exec '{HostProcess.Program}' '{workspace}' 1 1 {means} \"$LOOK\"";
        await Shell($"MERLIN_LAUNCHER_NOFILE=300; export MERLIN_LAUNCHER_NOFILE; exec dotnet {arguments}");
        string script = Path.Combine(workspace, "step", "step.sh");
        string expected = await Shell($"exec '{script}' < /dev/null");

        // Whoever runs the tests may ignore signals, and a shell passes that on; tasks always begin with none ignored.
        expected = Regex.Replace(
            expected, "SigIgn:\t[0-9a-f]+", "SigIgn:\t0000000000000000", RegexOptions.None, TimeSpan.FromSeconds(5));

        string seen = await File.ReadAllTextAsync(Path.Combine(workspace, "step", "step.out"));
        Assert.Equal(expected, seen);
        Assert.Contains("Max open files            300 ", seen, StringComparison.Ordinal);
        Assert.Equal("", await File.ReadAllTextAsync(Path.Combine(workspace, "step", "step.err")));
        Directory.Delete(workspace, recursive: true);
    }

    [Fact]
    public async Task A_limit_that_the_packed_layout_would_reach_is_not_kept()
    {
        string workspace = Directory.CreateTempSubdirectory("merlin-slate-").FullName;

        // It exits with 1 when any task could not be started: with 300 open files that would be some.
        await Shell(
            $"MERLIN_LAUNCHER_NOFILE=300; export MERLIN_LAUNCHER_NOFILE; " +
            $"exec dotnet exec '{HostProcess.Program}' '{workspace}' 100 39 pidfd 'sleep 0.5' Process packed");

        Directory.Delete(workspace, recursive: true);
    }

    private static async Task<string> Shell(string command)
    {
        var info = new ProcessStartInfo("/bin/sh") { RedirectStandardOutput = true, UseShellExecute = false };
        info.ArgumentList.Add("-c");
        info.ArgumentList.Add("umask 027; ulimit -Sn 300; " + command);
        info.Environment["LOOK"] = Look;
        using Process process = Process.Start(info)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
