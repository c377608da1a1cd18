using Merlin.Broker.Wire;
using Merlin.Cli.Configuration;
using Merlin.Cli.Invocation;
using Merlin.ZeroMQ;

namespace Merlin.Cli.Server.Keys;

/// <summary>The broker's own pair of CURVE keys, in a file that only its user can read.</summary>
internal static class ServerKeyFile
{
    private const string PublicKey = "public_key";
    private const string SecretKey = "secret_key";

    /// <summary>Makes a pair unless there is one.</summary>
    /// <exception cref="UserErrorException">It cannot be made.</exception>
    public static void MakeOnce(string path)
    {
        if (File.Exists(path))
        {
            return;
        }

        CurveKeyPair pair = KeyPairs.Make();
        PrivateFile.MakeOnce(
            path,
            $"""
            # The broker's own keys. Whoever has the secret one can pretend to be this broker.
            {PublicKey}: {SettingsText.Quoted(pair.PublicKey)}
            {SecretKey}: {SettingsText.Quoted(pair.SecretKey)}

            """);
    }

    /// <summary>The public key: what clients know the broker by.</summary>
    /// <exception cref="UserErrorException">The file cannot be read, or holds no such key.</exception>
    public static string ReadPublic(string path) => Read(path, PublicKey);

    /// <summary>The secret key.</summary>
    /// <exception cref="UserErrorException">The file cannot be read, holds no such key, or others can read it.</exception>
    public static string ReadSecret(string path)
    {
        string key = Read(path, SecretKey);
        PrivateFile.RefuseIfReadable(path);
        return key;
    }

    private static string Read(string path, string name)
    {
        YamlFile file = YamlFile.Read(path);
        return file.Text(file.Root, name) is { } key && CurveCredentials.IsKey(key)
            ? key
            : throw new UserErrorException(
                $"{path} holds no {name} of 40 characters. Restore the file, or move it away and run 'merlin server init' for new "
                + "keys; clients then need the new server_key.");
    }
}
