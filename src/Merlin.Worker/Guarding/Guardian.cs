using System.Text;
using Merlin.Flux;
using Merlin.Posix;
using Merlin.Worker.Instances;
using Microsoft.Win32.SafeHandles;

namespace Merlin.Worker.Guarding;

/// <summary>
/// A small shell process that outlives this one when it is killed: it kills what is left of the tasks and of their jobs, and
/// holds the lifeline until nothing is. A <see cref="GuardPost"/> waits for its end.
/// </summary>
internal sealed class Guardian : IDisposable
{
    // Above every descriptor that the guardian's own numbers could overwrite.
    private const int LowestSource = 10;
    private readonly PosixPipe _pipe = new();

    /// <summary>Starts the guardian.</summary>
    /// <param name="groups">The process groups to end.</param>
    /// <param name="lifeline">A descriptor to hold open, or null.</param>
    /// <param name="instance">The worker's own Flux instance, whose jobs are to be ended with it; null for none.</param>
    /// <exception cref="PosixException">It cannot be started.</exception>
    public Guardian(GroupTable groups, System.Runtime.InteropServices.SafeHandle? lifeline, WorkerInstance? instance)
    {
        using var attributes = new SpawnAttributes();
        using var actions = new SpawnFileActions();
        using SafeFileHandle table = Descriptors.Duplicate(groups.Descriptor, LowestSource);
        using SafeFileHandle input = Descriptors.Duplicate(_pipe.ReadEnd, LowestSource);
        using SafeFileHandle? held = lifeline is null ? null : Descriptors.Duplicate(lifeline, LowestSource);
        actions.Pass(input, 0).Append(1, "/dev/null").Append(2, "/dev/null");
        _ = held is null ? actions.Read(3, "/dev/null") : actions.Pass(held, 3);
        actions.Pass(table, 4);
        string[] words = ["sh", "-c", Script(), "merlin-guardian", .. Words(instance)];
        using var arguments = new StringVector([.. words.Select(static word => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(word))]);
        using var environment = new StringVector(OriginalEnvironment.Read("MERLIN_LAUNCHER_"u8));
        int error = ProcessStart.Start("/bin/sh\0"u8, actions, attributes, arguments, environment, out int pid);
        if (error != 0)
        {
            _pipe.Dispose();
            throw new PosixException("posix_spawn /bin/sh", error);
        }

        _pipe.ReadEnd.Dispose();
        Pid = pid;
    }

    /// <summary>Its process id.</summary>
    public int Pid { get; }

    /// <summary>Sends the guardian home: no task process is left.</summary>
    public void Dismiss()
    {
        try
        {
            _pipe.Write("done\n"u8);
        }
        catch (PosixException gone) when (gone.Error == Errno.BrokenPipe)
        {
            // Someone has killed it; the end of the pipe would have said the same.
        }

    }

    /// <summary>Waits until the guardian has ended; once only, since its process id may then be another's.</summary>
    public void AwaitEnd()
    {
        try
        {
            ChildProcess.Reap(Pid);
        }
        catch (PosixException reaped) when (reaped.Error == Errno.NoChild)
        {
            // Whoever reaped it: it has ended.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _pipe.Dispose();

    private static string[] Words(WorkerInstance? instance) => instance switch
    {
        null => [],
        { EndsWithItsBroker: true } => [instance.Address],
        _ => [instance.Address, new FluxUri(instance.Parent!).Nearest().Text, instance.Job],
    };

    private static string Script()
    {
        using Stream stream = typeof(Guardian).Assembly.GetManifestResourceStream("guardian.sh")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
