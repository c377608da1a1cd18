using System.Security.Cryptography;
using System.Text;
using Merlin.Broker.Security;
using Merlin.Cli.Configuration;
using Merlin.Cli.Invocation;
using Merlin.Posix.Locking;
using Microsoft.Win32.SafeHandles;

namespace Merlin.Cli.Server.Keys;

/// <summary>The file of the keys that a broker lets in; changed by one command at a time, and never half.</summary>
/// <param name="path">The file.</param>
internal sealed class AuthorizedKeysFile(string path)
{
    /// <summary>Reads the keys.</summary>
    /// <exception cref="UserErrorException">The file cannot be read or used.</exception>
    public IReadOnlyList<AuthorizedKey> Read() => AuthorizedKeys.Parse(path, ReadBytes());

    /// <summary>Changes the keys.</summary>
    /// <param name="change">Gives the new keys for the present ones; what it throws leaves the file as it is.</param>
    /// <returns>The mark of the new content; see <see cref="MarkOf"/>.</returns>
    /// <exception cref="UserErrorException">The file cannot be read, used or written.</exception>
    public string Change(Func<IReadOnlyList<AuthorizedKey>, IReadOnlyList<AuthorizedKey>> change)
    {
        using SafeFileHandle turn = AwaitTurn();
        string text = AuthorizedKeys.ToText(change(File.Exists(path) ? Read() : []));
        PrivateFile.Replace(path, text);
        return MarkOf(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>The file's bytes.</summary>
    /// <exception cref="UserErrorException">It cannot be read.</exception>
    public byte[] ReadBytes()
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (FileTrouble.Is(e))
        {
            throw new UserErrorException($"{path} cannot be read: {FileTrouble.Reason(e)}.", e);
        }
    }

    /// <summary>A short text that tells one content of the file from every other.</summary>
    public static string MarkOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    // The file itself is replaced with every change, so the lock is another's.
    private SafeFileHandle AwaitTurn()
    {
        try
        {
            SafeFileHandle file = AdvisoryLock.Open(path + ".lock");
            AdvisoryLock.Wait(file);
            return file;
        }
        catch (IOException e)
        {
            throw new UserErrorException($"{path} cannot be changed: {FileTrouble.Reason(e)}.", e);
        }
    }
}
