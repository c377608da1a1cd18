using Merlin.Cli.Invocation;
using Merlin.Workflow.Yaml;

namespace Merlin.Cli.Configuration;

/// <summary>Changes the broker in an app.yaml.</summary>
internal static class ConfigurationEdit
{
    private const string Broker = "broker";
    private const string Address = "address";

    /// <summary>Sets where the broker is and by what key it is known; what is null stays.</summary>
    /// <param name="path">The file.</param>
    /// <param name="host">The broker's host.</param>
    /// <param name="port">The broker's port.</param>
    /// <param name="serverKey">The broker's public key.</param>
    /// <returns>The address that the file has now.</returns>
    /// <exception cref="UserErrorException">The file cannot be read or written.</exception>
    public static string SetBroker(string path, string? host, int? port, string? serverKey)
    {
        YamlFile file = YamlFile.Read(path);
        (string oldHost, string oldPort) = Parts(file.Text(file.Section(Broker), Address) ?? ConfigurationText.AddressToFillIn);
        string address = $"tcp://{host ?? oldHost}:{port?.ToString() ?? oldPort}";
        Write(file, address, serverKey);
        return address;
    }

    /// <summary>The broker's address in a file; null when it has none.</summary>
    /// <exception cref="UserErrorException">The file cannot be read.</exception>
    public static string? AddressIn(string path)
    {
        YamlFile file = YamlFile.Read(path);
        return file.Text(file.Section(Broker), Address);
    }

    /// <summary>Sets the whole address.</summary>
    /// <exception cref="UserErrorException">The file cannot be read or written.</exception>
    public static void SetAddress(string path, string address) => Write(YamlFile.Read(path), address, serverKey: null);

    private static void Write(YamlFile file, string address, string? serverKey)
    {
        YamlMapping broker = file.Section(Broker);
        if (broker["name"] is null || BrokerConfigurationReader.IsForOtherBroker(file))
        {
            broker = YamlMapping.Empty.With("name", YamlScalar.Plain("merlin"));
        }

        broker = broker.With(Address, YamlScalar.Plain(address));
        if (serverKey is not null)
        {
            broker = broker.With("server_key", YamlScalar.Quoted(serverKey));
        }

        PrivateFile.Replace(file.Path, SettingsText.Of(file.Root.With(Broker, broker)));
    }

    private static (string Host, string Port) Parts(string address)
    {
        string rest = address[(address.IndexOf("//", StringComparison.Ordinal) + 2)..];
        int colon = rest.LastIndexOf(':');
        return colon < 0 ? (rest, "<port>") : (rest[..colon], rest[(colon + 1)..]);
    }
}
