using System.Globalization;
using System.Text;
using Merlin.Posix;
using Microsoft.Win32.SafeHandles;

namespace Merlin.Worker.Processes.Shells;

/// <summary>Starts processes that run the text of the shell server. Belongs to the spawner.</summary>
internal sealed class ShellServerProgram : IDisposable
{
    // Above every descriptor that the process's own numbers could overwrite.
    private const int LowestSource = 10;
    private readonly SpawnAttributes _attributes = new();
    private readonly SafeFileHandle _text = MemoryFile.Make("merlin-shell-server"u8);

    /// <summary>Puts the text where processes read it.</summary>
    public ShellServerProgram()
    {
        using Stream stream = typeof(ShellServerProgram).Assembly.GetManifestResourceStream("shell-server.sh")!;
        byte[] text = new byte[stream.Length];
        stream.ReadExactly(text);
        RandomAccess.Write(_text, text, 0);
    }

    /// <summary>Starts one.</summary>
    /// <param name="command">The bash, and how it is started.</param>
    /// <param name="requestSize">The length of a request.</param>
    /// <param name="environment">What it finds in its environment.</param>
    /// <param name="requests">Where it reads requests.</param>
    /// <param name="answers">Where it writes answers.</param>
    /// <param name="errors">Where it writes what goes wrong.</param>
    /// <param name="pid">Its process id.</param>
    /// <returns>0, or the error number.</returns>
    public int Start(
        IReadOnlyList<string> command,
        int requestSize,
        StringVector environment,
        SafeFileHandle requests,
        SafeFileHandle answers,
        SafeFileHandle errors,
        out int pid)
    {
        using var actions = new SpawnFileActions();
        using SafeFileHandle requestSource = Descriptors.Duplicate(requests, LowestSource);
        using SafeFileHandle answerSource = Descriptors.Duplicate(answers, LowestSource);
        using SafeFileHandle errorSource = Descriptors.Duplicate(errors, LowestSource);
        using SafeFileHandle textSource = Descriptors.Duplicate(_text, LowestSource);
        actions.Read(0, "/dev/null").Append(1, "/dev/null").Pass(errorSource, 2)
            .Pass(requestSource, 3).Pass(answerSource, 4).Pass(textSource, 5);
        string[] words = [.. command, "/dev/fd/5", "merlin-shell-server", requestSize.ToString(CultureInfo.InvariantCulture)];
        using var arguments = new StringVector([.. words.Select(static word => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(word))]);
        byte[] program = Encoding.UTF8.GetBytes(command[0] + '\0');
        return ProcessStart.Start(program, actions, _attributes, arguments, environment, out pid);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _attributes.Dispose();
        _text.Dispose();
    }
}
