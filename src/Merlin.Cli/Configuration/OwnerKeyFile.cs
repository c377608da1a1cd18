using Merlin.Broker.Security;
using Merlin.Cli.Invocation;

namespace Merlin.Cli.Configuration;

/// <summary>An owner's key as text: base64, in a file of its own or within a configuration.</summary>
internal static class OwnerKeyFile
{
    /// <summary>The text in a file.</summary>
    /// <exception cref="UserErrorException">It cannot be read, others can read it, or it holds no key.</exception>
    public static string Read(string path)
    {
        try
        {
            string text = File.ReadAllText(path).Trim();
            PrivateFile.RefuseIfReadable(path);
            return TryDecode(text) is not null
                ? text
                : throw new UserErrorException(
                    $"{path} holds no owner key: that is {PlanSeal.KeySize} bytes in base64, as 'merlin config create' makes it.");
        }
        catch (Exception e) when (FileTrouble.Is(e))
        {
            throw new UserErrorException($"The owner key {path} cannot be read: {FileTrouble.Reason(e)}.", e);
        }
    }

    /// <summary>The key that a text is; null when it is none.</summary>
    public static byte[]? TryDecode(string text)
    {
        byte[] key = new byte[PlanSeal.KeySize];
        return Convert.TryFromBase64String(text, key, out int written) && written == key.Length ? key : null;
    }
}
