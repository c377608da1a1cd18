using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Merlin.Cli.Doctor;
using Merlin.Cli.Reports.Brokers;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Reports;

/// <summary>What <c>merlin info</c> answers: configuration, program, machine, and what works there.</summary>
internal sealed class InstallationReport : IAnswer
{
    private readonly IReadOnlyList<KeyValuePair<string, string>> _configuration;
    private readonly BrokerConnection _connection;
    private readonly IReadOnlyList<Finding> _findings;
    private readonly IReadOnlyList<KeyValuePair<string, string>> _runtime;

    private InstallationReport(
        BrokerConnection connection,
        IReadOnlyList<Finding> findings,
        IReadOnlyList<KeyValuePair<string, string>> configuration,
        IReadOnlyList<KeyValuePair<string, string>> runtime)
    {
        _connection = connection;
        _findings = findings;
        _configuration = configuration;
        _runtime = runtime;
    }

    /// <summary>The report on the installation that this process is.</summary>
    /// <param name="connection">The broker that is configured, as it was tried.</param>
    /// <param name="findings">What the checks have found.</param>
    public static InstallationReport OfProcess(BrokerConnection connection, IReadOnlyList<Finding> findings)
    {
        string home = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".merlin");
        return new InstallationReport(
            connection,
            findings,
            [
                new("config_file", connection.Source ?? "none"),
                new("merlin_home", home),
                new("merlin_home_exists", Directory.Exists(home) ? "True" : "False"),
                new("broker server", connection.Address ?? "none"),
                new("results server", connection.Address ?? "none"),
            ],
            [
                new("merlin", Banner.Version),
                new("installed in", AppContext.BaseDirectory),
                new("runtime", RuntimeInformation.FrameworkDescription),
                new("operating system", RuntimeInformation.OSDescription),
                new("architecture", RuntimeInformation.ProcessArchitecture.ToString()),
                new("cores", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)),
                new("host", Environment.MachineName),
                new("$FLUX_URI", Variable("FLUX_URI")),
                new("$PYTHONPATH", Variable("PYTHONPATH")),
            ]);
    }

    /// <inheritdoc/>
    public void WriteText(TextWriter writer)
    {
        writer.WriteLine("Merlin Configuration");
        WriteTable(writer, _configuration);
        writer.WriteLine();
        WriteConnection(writer);
        writer.WriteLine();
        writer.WriteLine("Program and Machine");
        WriteTable(writer, _runtime);
        writer.WriteLine();
        writer.WriteLine("What works here");
        WriteFindings(writer);
    }

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        WriteObject(writer, "configuration", _configuration);
        WriteObject(writer, "runtime", _runtime);
        WriteConnection(writer);
        WriteFindings(writer);
        writer.WriteEndObject();
    }

    private void WriteFindings(TextWriter writer)
    {
        foreach (Finding finding in _findings)
        {
            string advice = finding.Advice is null ? "" : $" -> {finding.Advice}";
            writer.WriteLine($"{finding.Name}: {finding.StateWord}: {finding.Words}{advice}");
        }
    }

    private void WriteFindings(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("checks");
        foreach (Finding finding in _findings)
        {
            writer.WriteStartObject();
            writer.WriteString("name", finding.Name);
            writer.WriteString("state", finding.StateWord.ToLowerInvariant());
            writer.WriteString("found", finding.Words);
            writer.WriteString("advice", finding.Advice);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void WriteConnection(TextWriter writer)
    {
        writer.WriteLine("Checking connections");
        if (_connection.Broker is { } broker)
        {
            writer.WriteLine($"broker server connection: OK (Merlin {broker.Version} on {broker.Host})");
        }
        else
        {
            writer.WriteLine(_connection.Source is null ? "broker server connection: none" : "broker server connection: Error");
            writer.WriteLine(_connection.Problem);
        }
    }

    private void WriteConnection(Utf8JsonWriter writer)
    {
        writer.WriteBoolean("connected", _connection.Broker is not null);
        writer.WriteString("problem", _connection.Problem);
        if (_connection.Broker is { } broker)
        {
            BrokerInfoJson.Write(writer, broker);
        }
    }

    private static string Variable(string name) => Environment.GetEnvironmentVariable(name) ?? "not set";

    private static void WriteTable(TextWriter writer, IReadOnlyList<KeyValuePair<string, string>> rows)
    {
        var table = new TextTable();
        foreach ((string key, string value) in rows)
        {
            table.Add(key, value);
        }

        table.Write(writer);
    }

    private static void WriteObject(Utf8JsonWriter writer, string name, IReadOnlyList<KeyValuePair<string, string>> members)
    {
        writer.WriteStartObject(name);
        foreach ((string key, string value) in members)
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
    }
}
