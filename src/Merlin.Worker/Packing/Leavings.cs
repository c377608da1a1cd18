using System.Text;
using Merlin.Posix;
using Merlin.Worker.Packing.Format;
using Merlin.Worker.Packing.Places;

namespace Merlin.Worker.Packing;

/// <summary>What a task has left behind in its scratch directory, on its way into a record.</summary>
/// <param name="scratch">The directory.</param>
/// <param name="rules">What is kept.</param>
/// <param name="draft">The record.</param>
internal sealed class Leavings(ScratchDirectory scratch, KeepRules rules, RecordDraft draft)
{
    private const int Piece = 4096;
    private bool _hasOutput;
    private bool _hasFiles;

    /// <summary>Puts everything into the record.</summary>
    /// <param name="isReadAnew">
    /// Whether output is read by its names in any case, since it was written through other open files than ours, perhaps on other
    /// machines.
    /// </param>
    public void Take(bool isReadAnew)
    {
        _hasFiles = !scratch.HoldsNothingElse();
        bool isByName = isReadAnew || _hasFiles;
        TakeStream(PackedPartKind.Output, scratch.Output, scratch.OutputName, ":out"u8, isByName);
        TakeStream(PackedPartKind.Error, scratch.Error, scratch.ErrorName, ":err"u8, isByName);
        if (_hasFiles)
        {
            TakeFiles();
        }
    }

    /// <summary>Makes the directory what it was before.</summary>
    /// <returns>Whether that was possible.</returns>
    public bool TryClean()
    {
        if (_hasFiles)
        {
            DeleteFiles();
            if (!scratch.HoldsNothingElse())
            {
                return false;
            }
        }

        return !_hasOutput || (scratch.Output.SetLength(0) == 0 && scratch.Error.SetLength(0) == 0);
    }

    private void TakeStream(PackedPartKind kind, OpenFile file, string name, ReadOnlySpan<byte> missingName, bool isByName)
    {
        using OpenFile? named = isByName ? OpenFile.TryRead(Encoding.UTF8.GetBytes($"{scratch.Text}/{name}\0"), out _) : null;
        OpenFile source = named ?? file;
        long length = TakeContent(source, out int error);
        if (error != 0)
        {
            throw new IOException($"'{name}' cannot be read: {Errno.Describe(error)}");
        }

        if (length > 0)
        {
            _hasOutput = true;
            draft.Add(kind, default, 0, 0, length);
        }

        if (draft.ContentLength >= rules.Limit && FileFacts.Of(source.Handle) is { } facts && facts.Size > length)
        {
            _hasOutput = true;
            draft.Add(PackedPartKind.LeftOut, missingName, 0, 0, facts.Size - length);
        }
    }

    /// <summary>Adds a file's content as far as the limit allows.</summary>
    /// <param name="source">The file.</param>
    /// <param name="error">0, or why no more could be read.</param>
    /// <returns>How many bytes.</returns>
    private long TakeContent(OpenFile source, out int error)
    {
        error = 0;
        long length = 0;
        int count;
        do
        {
            Span<byte> room = draft.ContentRoom(Piece);
            room = room[..(int)Math.Min(room.Length, rules.Limit - draft.ContentLength)];
            if (room.IsEmpty || (error = source.Read(length, room, out count)) != 0)
            {
                return length;
            }

            draft.Advance(count);
            length += count;

            // A file that did not fill the room has ended.
            if (count < room.Length)
            {
                return length;
            }
        }
        while (count > 0);

        return length;
    }

    private void TakeFiles()
    {
        foreach (FileSystemInfo found in Everything().OrderBy(static info => info.FullName, StringComparer.Ordinal))
        {
            string name = Path.GetRelativePath(scratch.Text, found.FullName);
            if (name != scratch.OutputName && name != scratch.ErrorName && name != scratch.ScriptName && rules.Keeps(name))
            {
                TakeFile(name, found.FullName);
            }
        }
    }

    private void TakeFile(string name, string path)
    {
        byte[] encoded = Encoding.UTF8.GetBytes(name);
        if (FileFacts.Of(Encoding.UTF8.GetBytes(path + '\0')) is not { } facts)
        {
            draft.Add(PackedPartKind.LeftOut, encoded, 0, 0, 0);
            return;
        }

        switch (facts.Kind)
        {
            case FileKind.Plain when facts.Size <= rules.Limit - draft.ContentLength && TryTakePlain(path, facts.Size):
                draft.Add(PackedPartKind.File, encoded, facts.Permissions, facts.ModifiedMicros, facts.Size);
                break;
            case FileKind.SymbolicLink when new FileInfo(path).LinkTarget is { } target:
                byte[] text = Encoding.UTF8.GetBytes(target);
                text.CopyTo(draft.ContentRoom(text.Length));
                draft.Advance(text.Length);
                draft.Add(PackedPartKind.SymbolicLink, encoded, facts.Permissions, facts.ModifiedMicros, text.Length);
                break;
            case FileKind.Directory:
                draft.Add(PackedPartKind.Directory, encoded, facts.Permissions, facts.ModifiedMicros, 0);
                break;
            default:
                draft.Add(PackedPartKind.LeftOut, encoded, facts.Permissions, facts.ModifiedMicros, facts.Size);
                break;
        }
    }

    private bool TryTakePlain(string path, long size)
    {
        int before = draft.ContentLength;
        using OpenFile? file = OpenFile.TryRead(Encoding.UTF8.GetBytes(path + '\0'), out _);
        if (file is not null && TakeContent(file, out _) == size)
        {
            return true;
        }

        draft.CutContent(before); // it cannot be read, or somebody writes to it
        return false;
    }

    private void DeleteFiles()
    {
        try
        {
            foreach (FileSystemInfo found in new DirectoryInfo(scratch.Text).EnumerateFileSystemInfos().ToArray())
            {
                if (found.Name == scratch.OutputName || found.Name == scratch.ErrorName || found.Name == scratch.ScriptName)
                {
                    continue;
                }

                if (found is DirectoryInfo { LinkTarget: null } directory)
                {
                    directory.Delete(recursive: true);
                }
                else
                {
                    found.Delete();
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What stays is seen, and another directory takes the place of this one.
        }
    }

    private IEnumerable<FileSystemInfo> Everything()
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.None,
            IgnoreInaccessible = true,
        };
        return new DirectoryInfo(scratch.Text).EnumerateFileSystemInfos("*", options);
    }
}
