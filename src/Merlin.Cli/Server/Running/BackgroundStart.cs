using System.Text;
using Merlin.Cli.Configuration;
using Merlin.Cli.Invocation;
using Merlin.Posix;
using Microsoft.Win32.SafeHandles;

namespace Merlin.Cli.Server.Running;

/// <summary>
/// Starts a broker that outlives this command and its terminal, and waits until it listens. The new process says so, or
/// why it cannot, on a descriptor that it was given.
/// </summary>
internal static class BackgroundStart
{
    /// <summary>The descriptor on which the new process answers.</summary>
    public const int AnswerDescriptor = 3;

    private const string Listening = "listening";

    // Above every descriptor that the new process's own numbers could overwrite.
    private const int LowestSource = 10;

    /// <summary>Starts the broker of a directory.</summary>
    /// <returns>Its process id.</returns>
    /// <exception cref="UserErrorException">It cannot start; the message is its own.</exception>
    public static async Task<int> StartAsync(ServerDirectory directory)
    {
        using var answer = new PosixPipe();
        int process = Spawn(directory, answer);
        answer.WriteEnd.Dispose();
        using var reader = new StreamReader(new FileStream(answer.ReadEnd, FileAccess.Read), Encoding.UTF8);
        string text = (await reader.ReadToEndAsync()).Trim();
        return text switch
        {
            Listening => process,
            "" => throw new UserErrorException($"The broker ended before it listened; {directory.Log} may tell why."),
            _ => throw new UserErrorException(text),
        };
    }

    /// <summary>In the new process: says that it listens.</summary>
    public static void Confirm() => Answer(Listening);

    /// <summary>In the new process: says why it cannot start.</summary>
    public static void Refuse(Exception reason) => Answer(string.Join('\n', new Failure(reason).Messages));

    private static void Answer(string text)
    {
        using var descriptor = new SafeFileHandle(AnswerDescriptor, ownsHandle: true);
        using var stream = new FileStream(descriptor, FileAccess.Write);
        stream.Write(Encoding.UTF8.GetBytes(text));
    }

    private static int Spawn(ServerDirectory directory, PosixPipe answer)
    {
        PrivateFile.MakeOnce(directory.Log, "");
        string[] words = [.. ProgramCommand.Words, "server", "start", "--foreground", "--detached", "--directory", directory.Root];
        using var attributes = new SpawnAttributes(ownSession: true);
        using var actions = new SpawnFileActions();
        using SafeFileHandle writeEnd = Descriptors.Duplicate(answer.WriteEnd, LowestSource);
        actions.Read(0, "/dev/null").Append(1, directory.Log).Append(2, directory.Log).Pass(writeEnd, AnswerDescriptor);
        if (SpawnFileActions.CanChangeDirectory)
        {
            actions.ChangeDirectory(Encoding.UTF8.GetBytes(directory.Root + '\0'));
        }

        using var arguments = new StringVector([.. words.Select(static word => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(word))]);
        using var environment = new StringVector(OriginalEnvironment.Read("MERLIN_LAUNCHER_"u8));
        int error = ProcessStart.Start(
            Encoding.UTF8.GetBytes(words[0] + '\0'), actions, attributes, arguments, environment, out int process);
        return error == 0
            ? process
            : throw new UserErrorException($"{words[0]} cannot be started: {Errno.Describe(error)}.");
    }
}
