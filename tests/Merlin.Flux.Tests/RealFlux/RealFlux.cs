using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Merlin.Flux.Testing;

/// <summary>
/// A real Flux instance of a test's own on this host, with all its files in a directory of its own. It ends with
/// <see cref="DisposeAsync"/>, and by itself when the test process dies (its program then reads the end of its input).
/// </summary>
public sealed class RealFlux : IAsyncDisposable
{
    // Prints where the instance is, then waits for the end of its input.
    private const string Program = "echo \"$FLUX_URI\"; cat > /dev/null";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly Process _start;
    private readonly StringBuilder _complaints;

    private RealFlux(Process start, StringBuilder complaints, string directory, string uri)
    {
        _start = start;
        _complaints = complaints;
        Directory = directory;
        Uri = uri;
    }

    /// <summary>Where the instance's first broker listens: <c>local://…</c>.</summary>
#pragma warning disable CA1056 // it is the text that goes into FLUX_URI
    public string Uri { get; }
#pragma warning restore CA1056

    /// <summary>A directory for this instance's files, deleted with it.</summary>
    public string Directory { get; }

    /// <summary>The id of the <c>flux start</c> process, the parent of all the brokers.</summary>
    public int ProcessId => _start.Id;

    /// <summary>The process ids of the brokers that live.</summary>
    public IReadOnlyList<int> BrokerIds => [.. System.IO.Directory.GetDirectories($"/proc/{_start.Id}/task")
        .SelectMany(static thread => File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(static id => int.Parse(id, CultureInfo.InvariantCulture))];

    /// <summary>What the brokers wrote to their standard error.</summary>
    public string Complaints
    {
        get
        {
            lock (_complaints)
            {
                return _complaints.ToString();
            }
        }
    }

    /// <summary>Starts an instance with some brokers.</summary>
    public static Task<RealFlux> StartAsync(int brokers) => StartAsync(new RealFluxOptions { Brokers = brokers });

    /// <summary>Starts an instance.</summary>
    public static async Task<RealFlux> StartAsync(RealFluxOptions options)
    {
        string directory = System.IO.Directory.CreateTempSubdirectory("realflux").FullName;
        try
        {
            return await StartAsync(options, directory);
        }
        catch
        {
            System.IO.Directory.Delete(directory, recursive: true);
            throw;
        }
    }

    /// <summary>Runs <c>flux ARGUMENTS</c> in this instance and gives back its standard output without the last line end.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has its standard error.</exception>
    public Task<string> RunAsync(params string[] arguments) => RunAsync(arguments, Uri);

    /// <summary>Runs <c>flux ARGUMENTS</c> outside of any instance.</summary>
    public static Task<string> RunAloneAsync(params string[] arguments) => RunAsync(arguments, uri: null);

    /// <summary>Runs <c>flux ARGUMENTS</c> outside of any instance, with a text as its standard input.</summary>
    public static Task<string> RunAloneWithInputAsync(string input, params string[] arguments) =>
        RunAsync(arguments, uri: null, input);

    public async ValueTask DisposeAsync()
    {
        if (!_start.HasExited)
        {
            _start.StandardInput.Close();
            await EndAsync();
        }

        _start.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private static async Task<RealFlux> StartAsync(RealFluxOptions options, string directory)
    {
        List<string> arguments = ["start", $"--test-size={options.Brokers}", .. options.Arguments];
        if (options.Resources is not null)
        {
            arguments.AddRange(await BelieveInAsync(options, directory));
        }

        Process start = Launch(arguments, options.Environment, directory);
        var complaints = new StringBuilder();
        _ = Gather(start.StandardError, complaints);
        using var timeout = new CancellationTokenSource(Limit);
        string? uri = await start.StandardOutput.ReadLineAsync(timeout.Token);
        return uri is { Length: > 0 }
            ? new RealFlux(start, complaints, directory, uri)
            : throw new InvalidOperationException($"flux {string.Join(' ', arguments)} did not start: {complaints}");
    }

    private async Task EndAsync()
    {
        using var timeout = new CancellationTokenSource(Limit);
        try
        {
            await _start.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException late)
        {
            _start.Kill(entireProcessTree: true);
            throw new TimeoutException($"The Flux instance did not end: {Complaints}", late);
        }
    }

    private static async Task<string> RunAsync(string[] arguments, string? uri, string input = "")
    {
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal) { ["FLUX_URI"] = uri };
        using Process process = Launch(arguments, variables, directory: null);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var complaints = new StringBuilder();
        Task gathered = Gather(process.StandardError, complaints);
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        await gathered;
        return process.ExitCode == 0
            ? output.TrimEnd('\n')
            : throw new InvalidOperationException($"flux {string.Join(' ', arguments)} ended with {process.ExitCode}: {complaints}");
    }

    // Distinct host names: several brokers of one host would otherwise claim the same node.
    private static async Task<IReadOnlyList<string>> BelieveInAsync(RealFluxOptions options, string directory)
    {
        string ranks = options.Brokers == 1 ? "0" : $"0-{options.Brokers - 1}";
        string hosts = $"fake[{ranks}]";
        string path = Path.Combine(directory, "R");
        string resources = await RunAloneAsync(
            ["R", "encode", $"--ranks={ranks}", $"--hosts={hosts}", .. options.Resources!]);
        await File.WriteAllTextAsync(path, resources);
        string configuration = Path.Combine(directory, "test.toml");
        await File.WriteAllTextAsync(configuration, $"[resource]\nnoverify = true\npath = \"{path}\"\n");
        return [$"--test-hosts={hosts}", $"--config-path={configuration}"];
    }

    private static Process Launch(
        IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?> variables, string? directory)
    {
        var start = new ProcessStartInfo(FluxInstallation.Command, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (directory is not null)
        {
            start.ArgumentList.Add("sh");
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add(Program);
            start.Environment["TMPDIR"] = directory;
            start.Environment.Remove("FLUX_URI");
        }

        foreach ((string name, string? value) in variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException("The flux command did not start.");
    }

    private static async Task Gather(StreamReader reader, StringBuilder lines)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (lines)
            {
                lines.AppendLine(line);
            }
        }
    }
}
