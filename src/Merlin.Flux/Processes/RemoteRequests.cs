using System.Text.Json;

namespace Merlin.Flux;

/// <summary>The requests that brokers take about processes.</summary>
internal static class RemoteRequests
{
    public const string Start = "rexec.exec";
    private const string Kill = "rexec.kill";
    private const int RelayOutput = 1;
    private const int RelayError = 2;

    public static ReadOnlyMemory<byte> StartRequest(RemoteCommand command) => JsonText.WriteObject(writer =>
    {
        writer.WriteStartObject("cmd");
        writer.WriteString("cwd", command.Directory);
        writer.WriteStartArray("cmdline");
        foreach (string argument in command.Command)
        {
            writer.WriteStringValue(argument);
        }

        writer.WriteEndArray();
        WriteEnvironment(writer, command.Environment);
        writer.WriteStartObject("opts");
        writer.WriteEndObject();
        writer.WriteStartArray("channels");
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteNumber("flags", command.RelaysOutput ? RelayOutput | RelayError : 0);
        writer.WriteNumber("local_flags", 0);
    });

    public static Task KillAsync(FluxHandle flux, BrokerRank rank, int process, int signal, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> request = JsonText.WriteObject(writer =>
        {
            writer.WriteNumber("pid", process);
            writer.WriteNumber("signum", signal);
        });
        return flux.CallAsync(Kill, request, rank, cancellation);
    }

    private static void WriteEnvironment(Utf8JsonWriter writer, IReadOnlyDictionary<string, string> environment)
    {
        writer.WriteStartObject("env");
        foreach ((string name, string value) in environment)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
    }
}
