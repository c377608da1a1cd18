using System.Text;
using Merlin.Posix;

namespace Merlin.Worker.Packing.Places;

/// <summary>
/// A directory in which one task after the other runs. Its script is written over, its output files stay open and are emptied,
/// so that a task that leaves nothing else behind costs hardly any system calls. Belongs to whoever has its task in hand.
/// </summary>
internal sealed class ScratchDirectory : IDisposable
{
    /// <summary>How many descriptors one holds open: itself and its two output files.</summary>
    public const int Descriptors = 3;

    private readonly byte[] _script;
    private readonly OpenDirectory _directory;
    private readonly KnownFile[] _known;

    private ScratchDirectory(ScratchKey key, string path, OpenDirectory directory, OpenFile output, OpenFile error)
    {
        Key = key;
        Text = path;
        Path = Encoding.UTF8.GetBytes(path);
        _script = Encoding.UTF8.GetBytes($"{path}/{ScriptNameOf(key)}\0");
        _directory = directory;
        Output = output;
        Error = error;
        ScriptName = ScriptNameOf(key);
        OutputName = OutputNameOf(key);
        ErrorName = ErrorNameOf(key);
        _known = [.. ((string[])[ScriptName, OutputName, ErrorName]).Select(static name => new KnownFile(Encoding.UTF8.GetBytes(name)))];
        Actions = new SpawnFileActions();
        Actions.Read(0, "/dev/null").Pass(output.Handle, 1).Pass(error.Handle, 2);
    }

    /// <summary>Whose tasks may run in it.</summary>
    public ScratchKey Key { get; }

    /// <summary>Its path, without a slash or a NUL at the end.</summary>
    public byte[] Path { get; }

    /// <summary>Its path as text.</summary>
    public string Text { get; }

    /// <summary>The open file of standard output, under <see cref="OutputName"/>.</summary>
    public OpenFile Output { get; }

    /// <summary>The open file of standard error, under <see cref="ErrorName"/>.</summary>
    public OpenFile Error { get; }

    /// <summary>The name of the script.</summary>
    public string ScriptName { get; }

    /// <summary>The name of the file of standard output.</summary>
    public string OutputName { get; }

    /// <summary>The name of the file of standard error.</summary>
    public string ErrorName { get; }

    /// <summary>What a process that begins in it does to its descriptors.</summary>
    public SpawnFileActions Actions { get; }

    /// <summary>Makes a directory.</summary>
    /// <param name="key">Whose tasks are to run in it.</param>
    /// <param name="path">Its path, at which nothing may be.</param>
    /// <param name="error">0, or why it cannot be made.</param>
    /// <returns>Null after an error.</returns>
    public static ScratchDirectory? TryCreate(ScratchKey key, string path, out int error)
    {
        error = PosixFiles.MakeDirectory(Terminated(path));
        if (error != 0)
        {
            return null;
        }

        OpenDirectory? directory = OpenDirectory.TryOpen(Terminated(path), out error);
        OpenFile? output = error == 0 ? OpenFile.TryCreateForAppending(Terminated($"{path}/{OutputNameOf(key)}"), out error) : null;
        OpenFile? errors = error == 0 ? OpenFile.TryCreateForAppending(Terminated($"{path}/{ErrorNameOf(key)}"), out error) : null;
        if (directory is not null && output is not null && errors is not null)
        {
#pragma warning disable CA2000 // The caller disposes of it.
            var scratch = new ScratchDirectory(key, path, directory, output, errors);
#pragma warning restore CA2000
            error = scratch.Begin();
            if (error == 0)
            {
                return scratch;
            }
        }

        errors?.Dispose();
        output?.Dispose();
        directory?.Dispose();
        return null;
    }

    /// <summary>Writes the script.</summary>
    /// <returns>0, or the error number.</returns>
    public int WriteScript(ReadOnlySpan<byte> content, int umask) => PosixFiles.WriteExecutable(_script, content, umask);

    /// <summary>Whether nothing is in it but what belongs there.</summary>
    public bool HoldsNothingElse()
    {
        int found = 0;
        if (_directory.Rewind() != 0)
        {
            return false;
        }

        int error;
        while (_directory.TryRead(out DirectoryEntry entry, out error))
        {
            if (KnownAs(entry.Name) is not { } known || known.Inode != entry.Inode)
            {
                return false;
            }

            found++;
        }

        return error == 0 && found == _known.Length;
    }

    /// <summary>Deletes it with all that is in it, as far as that is possible.</summary>
    public void Remove()
    {
        Dispose();
        try
        {
            Directory.Delete(Text, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A task may have taken its owner's rights away; it goes with the others, or stays.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Actions.Dispose();
        Output.Dispose();
        Error.Dispose();
        _directory.Dispose();
    }

    // The numbers are those that the directory itself tells, since some file systems tell others elsewhere.
    private int Begin()
    {
        int error = PosixFiles.Touch(_script);
        if (error != 0)
        {
            return error;
        }

        error = _directory.Rewind();
        while (error == 0 && _directory.TryRead(out DirectoryEntry entry, out error))
        {
            if (KnownAs(entry.Name) is { } known)
            {
                known.Inode = entry.Inode;
            }
        }

        return error;
    }

    private KnownFile? KnownAs(ReadOnlySpan<byte> name)
    {
        foreach (KnownFile known in _known)
        {
            if (name.SequenceEqual(known.Name))
            {
                return known;
            }
        }

        return null;
    }

    private static string ScriptNameOf(ScratchKey key) =>
        key.Restart ? key.Node.Renderer.RestartScriptName : key.Node.Renderer.ScriptName;

    private static string OutputNameOf(ScratchKey key) =>
        key.Restart ? key.Node.Renderer.RestartOutputName : key.Node.Renderer.OutputName;

    private static string ErrorNameOf(ScratchKey key) =>
        key.Restart ? key.Node.Renderer.RestartErrorName : key.Node.Renderer.ErrorName;

    private static byte[] Terminated(string path) => Encoding.UTF8.GetBytes(path + '\0');
}
