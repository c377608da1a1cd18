using System.Globalization;
using System.Text;
using Merlin.Workflow.Spec;

namespace Merlin.Workflow.Launching;

/// <summary>Puts the launcher of one step's batch type into its scripts.</summary>
internal sealed class StepLauncher
{
    private readonly StepSpec _step;
    private readonly LauncherRequest _request;

    /// <summary>Finds the launcher of a step.</summary>
    /// <param name="step">The step, its parameters filled in.</param>
    /// <param name="batch">The batch block.</param>
    /// <param name="flux">The version of Flux, or null when not known.</param>
    /// <param name="hasMerlinLaunch">Whether the step's tasks find <c>merlin-launch</c>.</param>
    /// <exception cref="LauncherException">The step's batch type has no launcher.</exception>
    public StepLauncher(StepSpec step, BatchSpec batch, Version? flux, bool hasMerlinLaunch)
    {
        // The Flux that was asked for its version is the one of the batch block.
        bool knowsFlux = batch.Type.Equals(BatchType.Flux, StringComparison.OrdinalIgnoreCase);
        _step = step;
        _request = LauncherRequest.Of(
            step,
            BatchType.Launcher(step.BatchType),
            FluxCommand.For(knowsFlux ? flux : null, hasMerlinLaunch && batch.Launcher == FluxLauncher.Auto));
    }

    /// <summary>Extension of the step's scripts.</summary>
    public string ScriptExtension => BatchType.ScriptExtension(_request.Kind);

    /// <summary>The step's command with its launchers written out.</summary>
    /// <exception cref="LauncherException">A launcher in it cannot be written.</exception>
    public string Command(string command) => Script(WriteVariableLauncher(command));

    /// <summary>Whether the step's command, or its script after a restart, starts its processes by a launcher.</summary>
    public bool IsUsedIn(string command, string? restart) =>
        _request.Kind != LauncherKind.None
        && (command.Contains(LauncherTokens.VariableLauncher, StringComparison.Ordinal)
            || (AsksForResources
                && (command.Contains(LauncherTokens.Launcher, StringComparison.Ordinal)
                    || restart?.Contains(LauncherTokens.Launcher, StringComparison.Ordinal) == true)));

    /// <summary>A script of the step with <c>$(LAUNCHER)</c> in all its forms written out.</summary>
    /// <exception cref="LauncherException">A launcher in it cannot be written.</exception>
    public string Script(string script)
    {
        if (_request.Kind == LauncherKind.None
            || !AsksForResources
            || !script.Contains(LauncherTokens.Launcher, StringComparison.Ordinal))
        {
            return script;
        }

        IReadOnlyList<BracketForm> forms = BracketForm.Find(script);
        if (forms.Count == 0)
        {
            return script.Replace(LauncherTokens.Launcher, LauncherCommand.Write(_request), StringComparison.Ordinal);
        }

        CheckSum(forms.Sum(f => (long)f.Procs), _step.Procs, "processes", "procs");
        CheckSum(forms.Sum(f => (long)(f.Nodes ?? 0)), _step.Nodes, "nodes", "nodes");
        return WriteForms(script, forms);
    }

    private bool AsksForResources => _request.Nodes is not null || _request.Procs is not null;

    private string WriteForms(string script, IReadOnlyList<BracketForm> forms)
    {
        var text = new StringBuilder();
        int copied = 0;
        foreach (BracketForm form in forms)
        {
            text.Append(script, copied, form.Start - copied);
            text.Append(LauncherCommand.Write(_request with
            {
                Nodes = form.Nodes?.ToString(CultureInfo.InvariantCulture),
                Procs = form.Procs.ToString(CultureInfo.InvariantCulture),
            }));
            copied = form.End;
        }

        return text.Append(script, copied, script.Length - copied).ToString();
    }

    /// <summary>All forms of a script may run at once, so it is their sum that must fit; each of them then fits too.</summary>
    private static void CheckSum(long sum, int? available, string noun, string key)
    {
        if (sum > available)
        {
            throw new LauncherException(
                $"the {LauncherTokens.Launcher}[…] of one script ask for {sum} {noun} together, and the step has "
                + $"{key}: {available}. Ask for less, or raise {key}.");
        }
    }

    private string WriteVariableLauncher(string command)
    {
        if (_request.Kind == LauncherKind.None
            || !command.Contains(LauncherTokens.VariableLauncher, StringComparison.Ordinal))
        {
            return command;
        }

        string launcher = LauncherCommand.Write(_request with
        {
            Nodes = Variable(LauncherTokens.Nodes),
            Procs = Variable(LauncherTokens.Procs),
            Cores = Variable(LauncherTokens.Cores),
            Gpus = _request.Kind == LauncherKind.Flux && AssignsGpus(command) ? Variable(LauncherTokens.Gpus) : _request.Gpus,
        });
        return command.Replace(LauncherTokens.VariableLauncher, launcher, StringComparison.Ordinal);
    }

    private static string Variable(string name) => $"${{{name}}}";

    /// <summary>Whether the script gives GPUs anything but nought, now or by its own reckoning.</summary>
    private static bool AssignsGpus(string command)
    {
        const string Assignment = LauncherTokens.Gpus + "=";
        foreach (ReadOnlySpan<char> line in command.AsSpan().EnumerateLines())
        {
            int start = line.TrimStart().StartsWith('#') ? -1 : line.IndexOf(Assignment, StringComparison.Ordinal);
            if (start < 0)
            {
                continue;
            }

            ReadOnlySpan<char> rest = line[(start + Assignment.Length)..];
            int end = rest.IndexOfAny(" \t;");
            if ((end < 0 ? rest : rest[..end]) is not "0")
            {
                return true;
            }
        }

        return false;
    }
}
