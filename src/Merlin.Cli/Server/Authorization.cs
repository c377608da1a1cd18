using Merlin.Broker.Security;
using Merlin.Broker.Wire;
using Merlin.Cli.Configuration;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Cli.Server.Keys;
using Merlin.Cli.Server.Running;
using Merlin.ZeroMQ;

namespace Merlin.Cli.Server;

/// <summary>Lets keys in and out, also while the broker runs: when a method returns, a running broker goes by the change.</summary>
internal sealed class Authorization
{
    private readonly ServerDirectory _directory;
    private readonly Terminal _terminal;
    private readonly AuthorizedKeysFile _keys;

    /// <summary>The authorization of a broker.</summary>
    /// <param name="directory">Its directory.</param>
    /// <param name="terminal">Is told what was done.</param>
    public Authorization(ServerDirectory directory, Terminal terminal)
    {
        _directory = directory;
        _terminal = terminal;
        _keys = new AuthorizedKeysFile(directory.AuthorizedKeys);
    }

    /// <summary>Makes a pair of keys, lets it in, and writes the configuration for whoever is to use it.</summary>
    /// <param name="identity">Who speaks when the key is used.</param>
    /// <param name="output">The configuration to write; must not be there.</param>
    /// <exception cref="UserErrorException">The name is taken, or a file cannot be written; nothing was let in.</exception>
    public async Task GrantAsync(ClientIdentity identity, string output)
    {
        RefuseIfTaken(identity.Key);
        CurveKeyPair pair = KeyPairs.Make();
        var keys = new CurveCredentials(ServerKeyFile.ReadPublic(_directory.ServerKey), pair.PublicKey, pair.SecretKey);

        // Another person's plans are not this user's to read: that person's key is made where he works.
        string? ownerKey = identity.Owner == Environment.UserName ? MerlinHome.NeedOwnerKey() : null;
        if (!PrivateFile.MakeOnce(output, ConfigurationText.Complete(ReadSettings().ClientAddress, keys, ownerKey)))
        {
            throw new UserErrorException($"{output} is there already; name another file with --output.");
        }

        await LetInAsync(new AuthorizedKey(identity, pair.PublicKey));
        _terminal.Log.Info(
            $"The configuration for '{identity.Key}' is {output}. It holds a secret key: hand it over safely, and keep no copy. "
            + "It is put into use with 'merlin config use'.");
    }

    /// <summary>Lets in a key whose secret half stays with the user who made it.</summary>
    /// <param name="identity">Who speaks when the key is used.</param>
    /// <param name="publicKey">The key.</param>
    /// <exception cref="UserErrorException">The name or the key is taken, or the file cannot be written.</exception>
    public async Task GrantOwnKeyAsync(ClientIdentity identity, string publicKey)
    {
        RefuseIfTaken(identity.Key);
        await LetInAsync(new AuthorizedKey(identity, publicKey));
        ServerSettings settings = ReadSettings();
        _terminal.Log.Info(
            $"'{identity.Key}' may connect after: merlin config update-broker --type merlin --server {settings.ClientHost} "
            + $"--port {settings.Port} --server-key '{ServerKeyFile.ReadPublic(_directory.ServerKey)}'");
    }

    /// <summary>Takes a key back. What still speaks with it is dropped.</summary>
    /// <param name="name">The key's name.</param>
    /// <exception cref="UserErrorException">There is no such key, or a running broker does not take the change in.</exception>
    public async Task RevokeAsync(string name)
    {
        string mark = _keys.Change(keys => keys.Any(key => key.Identity.Key == name)
            ? [.. keys.Where(key => key.Identity.Key != name)]
            : throw new UserErrorException(
                $"No key is called '{name}'. The keys: {string.Join(", ", keys.Select(static key => key.Identity.Key))}."));
        await AwaitBrokerAsync(mark);
        _terminal.Log.Info($"The key '{name}' is revoked.");
    }

    private async Task LetInAsync(AuthorizedKey added)
    {
        string mark = _keys.Change(keys =>
        {
            RefuseIfTaken(added.Identity.Key, keys);
            return keys.FirstOrDefault(key => key.PublicKey == added.PublicKey) is { } same
                ? throw new UserErrorException($"This public key is authorized already, as '{same.Identity.Key}'.")
                : [.. keys, added];
        });
        await AwaitBrokerAsync(mark);
        _terminal.Log.Info(
            $"'{added.Identity.Key}' is authorized as {RoleWords.Of(added.Identity.Role)}, for studies and workers of the user '{added.Identity.Owner}'.");
    }

    private async Task AwaitBrokerAsync(string mark)
    {
        if (ServerProcess.Find(_directory) is not { } process)
        {
            return;
        }

        process.AnnounceKeys();
        if (!await new KeysInForce(_directory.KeysInForce).AwaitAsync(mark, _terminal.Clock, CancellationToken.None))
        {
            throw new UserErrorException(
                $"{_directory.AuthorizedKeys} is changed, but the running broker ({process.Holder}) has not confirmed that it goes by it. "
                + "Its log may tell why; 'merlin server restart' makes it.");
        }
    }

    private ServerSettings ReadSettings() => ServerSettings.Read(_directory.Settings, _terminal);

    private void RefuseIfTaken(string name) => RefuseIfTaken(name, _keys.Read());

    private static void RefuseIfTaken(string name, IReadOnlyList<AuthorizedKey> keys)
    {
        if (keys.Any(key => key.Identity.Key == name))
        {
            throw new UserErrorException($"There is a key called '{name}' already; choose another name, or revoke that one first.");
        }
    }
}
