using Merlin.Broker.Wire;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Workflow.Spec.Verification;
using Merlin.Workflow.Yaml;

namespace Merlin.Cli.Configuration;

/// <summary>Reads an app.yaml.</summary>
internal sealed class BrokerConfigurationReader
{
    private const string BrokerSection = "broker";
    private const string BrokerName = "merlin";
    private const string TcpPrefix = "tcp://";
    private const string Address = "address";
    private const string ServerKey = "server_key";
    private const string PublicKey = "public_key";
    private const string SecretKey = "secret_key";
    private const string OwnerKey = "owner_key";

    private static readonly string[] Sections = ["celery", BrokerSection, "results_backend"];
    private static readonly string[] CeleryKeys = ["queue_tag", "omit_queue_tag", "override", "overrides", "certs"];
    private static readonly string[] CurveKeys = [ServerKey, PublicKey, SecretKey];
    private static readonly string[] BrokerKeys = ["name", Address, .. CurveKeys, OwnerKey];
    private static readonly string[] OtherBrokers = ["rabbitmq", "amqps", "amqp", "redis", "rediss", "redis+socket"];

    private readonly YamlFile _file;
    private readonly Terminal _terminal;

    private BrokerConfigurationReader(YamlFile file, Terminal terminal)
    {
        _file = file;
        _terminal = terminal;
    }

    /// <summary>Reads a configuration.</summary>
    /// <param name="path">The file, absolute.</param>
    /// <param name="terminal">Is warned of keys that mean nothing here.</param>
    /// <exception cref="UserErrorException">It cannot be used; the message names file and line.</exception>
    public static BrokerConfiguration Read(string path, Terminal terminal) =>
        new BrokerConfigurationReader(YamlFile.Read(path), terminal).Read();

    /// <summary>Whether a file is the configuration of a Merlin that works over RabbitMQ or Redis.</summary>
    public static bool IsForOtherBroker(YamlFile file)
    {
        YamlMapping broker = file.Section(BrokerSection);
        return file.Text(broker, "name") is { } name ? OtherBrokers.Contains(name) : broker["url"] is not null;
    }

    private BrokerConfiguration Read()
    {
        YamlMapping broker = _file.Section(BrokerSection);
        RefuseOtherBroker(broker);
        WarnOfUnknown(_file.Root, Sections, "");
        WarnOfUnknown(_file.Section("celery"), CeleryKeys, "celery.");
        WarnOfUnknown(broker, BrokerKeys, "broker.");
        var configuration = new BrokerConfiguration(_file.Path, ReadEndpoint(broker))
        {
            QueueTag = ReadQueueTag(),
            OwnerKey = _file.Text(broker, OwnerKey),
        };
        if (broker[SecretKey] is not null || configuration.OwnerKey is not null)
        {
            PrivateFile.RefuseIfReadable(_file.Path);
        }

        return configuration;
    }

    private void RefuseOtherBroker(YamlMapping broker)
    {
        if (IsForOtherBroker(_file))
        {
            throw new UserErrorException(
                $"{_file.Path} is for RabbitMQ or Redis. This Merlin has a broker of its own: {NoBrokerWords.HowToConfigure}");
        }

        if (broker.Entries.Count == 0)
        {
            throw new UserErrorException($"{_file.Path} has no 'broker' section: {NoBrokerWords.HowToConfigure}");
        }

        if (_file.Text(broker, "name") is { } name && name != BrokerName)
        {
            throw _file.Problem(broker["name"]!, $"there is no broker '{name}'; write 'name: {BrokerName}'");
        }
    }

    private BrokerEndpoint ReadEndpoint(YamlMapping broker)
    {
        if (_file.Text(broker, Address) is not { } address)
        {
            throw _file.Problem(
                broker, "the broker's 'address' is missing; write 'address: tcp://HOST:PORT', as the server's own app.yaml has it");
        }

        if (address.Contains('<', StringComparison.Ordinal))
        {
            throw _file.Problem(broker[Address]!, $"'{address}' still stands for the broker's host and port; fill them in");
        }

        try
        {
            return new BrokerEndpoint(address, address.StartsWith(TcpPrefix, StringComparison.Ordinal) ? ReadKeys(broker) : null);
        }
        catch (BrokerAddressException e)
        {
            throw new UserErrorException($"{_file.Path}:{broker[Address]!.Mark}: {e.Message}", e);
        }
    }

    private CurveCredentials ReadKeys(YamlMapping broker)
    {
        string[] missing = [.. CurveKeys.Where(key => string.IsNullOrEmpty(_file.Text(broker, key)))];
        if (missing.Length > 0)
        {
            throw _file.Problem(
                broker,
                $"a broker at tcp:// takes only clients with keys, and {string.Join(", ", missing)} is missing; whoever runs the "
                + "broker makes a configuration with keys by 'merlin server authorize NAME'");
        }

        foreach (string key in CurveKeys.Where(key => !CurveCredentials.IsKey(_file.Text(broker, key)!)))
        {
            throw _file.Problem(
                broker[key]!, $"'{key}' must be a key of 40 characters in quotes, as 'merlin server authorize' makes it");
        }

        return new CurveCredentials(_file.Text(broker, ServerKey)!, _file.Text(broker, PublicKey)!, _file.Text(broker, SecretKey)!);
    }

    private string ReadQueueTag()
    {
        YamlMapping celery = _file.Section("celery");
        return _file.Flag(celery, "omit_queue_tag")
            ? ""
            : _file.Text(celery, "queue_tag") ?? BrokerConfiguration.DefaultQueueTag;
    }

    private void WarnOfUnknown(YamlMapping section, string[] known, string prefix)
    {
        foreach (YamlEntry entry in section.Entries.Where(entry => !known.Contains(entry.Key.Text)))
        {
            string hint = NearestWord.Of(entry.Key.Text, known) is { } near ? $"; is '{near}' meant?" : ".";
            _terminal.Log.Warning(
                $"{_file.Path}:{entry.Key.Mark}: '{prefix}{entry.Key.Text}' means nothing here{hint}");
        }
    }
}
