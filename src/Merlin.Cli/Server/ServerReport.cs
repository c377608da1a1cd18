using System.Text.Json;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Storage;
using Merlin.Broker.Wire;
using Merlin.Cli.Commands;
using Merlin.Cli.Configuration;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Cli.Server.Running;

namespace Merlin.Cli.Server;

/// <summary>What <c>merlin server status</c> answers.</summary>
internal sealed class ServerReport : IAnswer
{
    private const double BytesInMebibyte = 1024 * 1024;
    private readonly ServerDirectory _directory;
    private readonly LockHolder? _holder;
    private readonly BrokerInfo? _info;
    private readonly string? _address;

    private ServerReport(ServerDirectory directory, LockHolder? holder, BrokerInfo? info, string? address)
    {
        _directory = directory;
        _holder = holder;
        _info = info;
        _address = address;
    }

    /// <summary>Whether the broker runs.</summary>
    public bool IsRunning => _holder is not null;

    private string Sentence => !_directory.IsInitialized ? $"Merlin server is not initialized in {_directory.Root}."
        : IsRunning ? "Merlin server is running."
        : ServerStatusCommand.NotRunning;

    /// <summary>Looks, and asks the broker itself when it runs on this machine.</summary>
    public static async Task<ServerReport> MakeAsync(ServerDirectory directory, Terminal terminal, CancellationToken stop)
    {
        if (!directory.IsInitialized || ServerProcess.Find(directory) is not { } process)
        {
            return new ServerReport(directory, null, null, null);
        }

        string address = ServerSettings.Read(directory.Settings, terminal).ClientAddress;
        BrokerInfo? info = process.IsHere ? await AskAsync(directory, terminal, stop) : null;
        return new ServerReport(directory, process.Holder, info, address);
    }

    /// <inheritdoc/>
    public void WriteText(TextWriter writer)
    {
        writer.WriteLine(Sentence);
        if (_holder is null)
        {
            return;
        }

        var table = new TextTable();
        table.Add("process", _holder.ToString());
        table.Add("address", _address!);
        table.Add("directory", _directory.Root);
        if (_info is not null)
        {
            table.Add("version", _info.Version);
            table.Add("broker", _info.BrokerId);
            table.Add("started", $"{_info.Started.ToDateTimeOffset():yyyy-MM-dd HH:mm:ss} UTC");
            table.Add("open studies", _info.OpenStudies.ToString());
            table.Add("workers", _info.Consumers.ToString());
            table.Add("database", $"{_info.DatabaseBytes / BytesInMebibyte:0.0} MiB");
        }

        table.Write(writer);
    }

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("initialized", _directory.IsInitialized);
        writer.WriteBoolean("running", IsRunning);
        writer.WriteString("directory", _directory.Root);
        if (_holder is not null)
        {
            writer.WriteString("address", _address);
            writer.WriteString("host", _holder.Host);
            writer.WriteNumber("pid", _holder.ProcessId);
        }

        if (_info is not null)
        {
            writer.WriteString("version", _info.Version);
            writer.WriteString("broker", _info.BrokerId);
            writer.WriteString("started", _info.Started.ToDateTimeOffset());
            writer.WriteNumber("open_studies", _info.OpenStudies);
            writer.WriteNumber("workers", _info.Consumers);
            writer.WriteNumber("database_bytes", _info.DatabaseBytes);
        }

        writer.WriteEndObject();
    }

    private static async Task<BrokerInfo?> AskAsync(ServerDirectory directory, Terminal terminal, CancellationToken stop)
    {
        try
        {
            var configuration = new BrokerConfiguration(directory.Settings, new BrokerEndpoint(directory.LocalAddress, null));
            using BrokerClient client = await new BrokerAccess(configuration, terminal).OpenAsync(stop);
            return await client.AskAsync<BrokerInfo>(static number => new BrokerInfoRequest(number), stop);
        }
        catch (Exception e) when (e is UserErrorException or BrokerUnavailableException or RequestRefusedException)
        {
            terminal.Log.Warning($"The broker's process runs, but does not answer: {e.Message}");
            return null;
        }
    }
}
