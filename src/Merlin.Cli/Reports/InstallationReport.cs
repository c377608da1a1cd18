using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Reports;

/// <summary>What <c>merlin info</c> answers: configuration, program and machine.</summary>
internal sealed class InstallationReport : IAnswer
{
    private readonly IReadOnlyList<KeyValuePair<string, string>> _configuration;
    private readonly IReadOnlyList<KeyValuePair<string, string>> _runtime;

    private InstallationReport(
        IReadOnlyList<KeyValuePair<string, string>> configuration, IReadOnlyList<KeyValuePair<string, string>> runtime)
    {
        _configuration = configuration;
        _runtime = runtime;
    }

    /// <summary>The report on the installation that this process is.</summary>
    public static InstallationReport OfProcess()
    {
        string home = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".merlin");
        return new InstallationReport(
            [
                new("config_file", "none"),
                new("merlin_home", home),
                new("merlin_home_exists", Directory.Exists(home) ? "True" : "False"),
                new("broker server", "none"),
                new("results server", "none"),
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
        writer.WriteLine("No broker is configured; 'merlin run --local' needs none.");
        writer.WriteLine();
        writer.WriteLine("Program and Machine");
        WriteTable(writer, _runtime);
    }

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        WriteObject(writer, "configuration", _configuration);
        WriteObject(writer, "runtime", _runtime);
        writer.WriteEndObject();
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
