using System.Text.Json;
using Merlin.Broker.Messages.Answers;

namespace Merlin.Cli.Reports.Brokers;

/// <summary>The JSON of how a broker does; no key is ever renamed.</summary>
internal static class BrokerInfoJson
{
    /// <summary>
    /// Writes the member <c>broker</c>: <c>version</c>, <c>id</c>, <c>host</c>, <c>process</c>, <c>started</c>,
    /// <c>open_studies</c>, <c>workers</c> and <c>database_bytes</c>.
    /// </summary>
    public static void Write(Utf8JsonWriter writer, BrokerInfo broker)
    {
        writer.WriteStartObject("broker");
        writer.WriteString("version", broker.Version);
        writer.WriteString("id", broker.BrokerId);
        writer.WriteString("host", broker.Host);
        writer.WriteNumber("process", broker.ProcessId);
        writer.WriteString("started", TimeText.Iso(broker.Started.ToDateTimeOffset()));
        writer.WriteNumber("open_studies", broker.OpenStudies);
        writer.WriteNumber("workers", broker.Consumers);
        writer.WriteNumber("database_bytes", broker.DatabaseBytes);
        writer.WriteEndObject();
    }
}
