using Merlin.Broker.Wire;

namespace Merlin.Cli.Configuration;

/// <summary>The text of a new app.yaml.</summary>
internal static class ConfigurationText
{
    /// <summary>The address in a template.</summary>
    public const string AddressToFillIn = "tcp://<host>:<port>";

    /// <summary>A configuration that its user completes by what the broker's administrator tells him.</summary>
    /// <param name="publicKey">The public half of the user's new pair of keys, which the administrator authorizes.</param>
    /// <param name="secretKey">The secret half.</param>
    public static string Template(string publicKey, string secretKey) =>
        Of(AddressToFillIn, serverKey: "", publicKey, secretKey, ownerKey: null);

    /// <summary>A configuration that works.</summary>
    /// <param name="address">The broker's address.</param>
    /// <param name="keys">The keys that open a line to it.</param>
    /// <param name="ownerKey">The owner's key as text, for a person who makes the file for his own use; else null.</param>
    public static string Complete(string address, CurveCredentials keys, string? ownerKey) =>
        Of(address, keys.ServerPublicKey, keys.PublicKey, keys.SecretKey, ownerKey);

    private static string Of(string address, string serverKey, string publicKey, string secretKey, string? ownerKey) =>
        $"""
        # How Merlin finds its broker; put into use by 'merlin config use FILE'. Keep it to yourself: it holds a secret key.
        celery:
          omit_queue_tag: false
          queue_tag: {SettingsText.Quoted(BrokerConfiguration.DefaultQueueTag)}

        broker:
          name: merlin
          address: {address}
          # The broker's public key, by which it is recognised.
          server_key: {SettingsText.Quoted(serverKey)}
          # Your own pair of keys; the broker must know the public one ('merlin server authorize').
          public_key: {SettingsText.Quoted(publicKey)}
          secret_key: {SettingsText.Quoted(secretKey)}
          # What seals your plans: a path, or the key itself. Without it ~/.merlin/owner_key is used, and made when needed.
          {(ownerKey is null ? "# owner_key:" : $"owner_key: {SettingsText.Quoted(ownerKey)}")}

        """;
}
