using Merlin.Broker.Wire;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Configuration;

/// <summary>
/// Finds the configuration in use: what <c>--broker</c> names, what <c>MERLIN_BROKER</c> names, <c>./app.yaml</c>, the file
/// that <c>merlin config use</c> has chosen, <c>~/.merlin/app.yaml</c>.
/// </summary>
/// <param name="terminal">Is warned of what is odd.</param>
/// <param name="variable">The value of <c>MERLIN_BROKER</c>, or null.</param>
/// <param name="workingDirectory">The current directory.</param>
/// <param name="home">The user's <c>~/.merlin</c>.</param>
internal sealed class BrokerLookup(Terminal terminal, string? variable, string workingDirectory, string home)
{
    /// <summary>The variable that names a broker.</summary>
    public const string VariableName = "MERLIN_BROKER";

    /// <summary>The name of a configuration file.</summary>
    public const string FileName = "app.yaml";

    private const string IpcPrefix = "ipc://";

    /// <summary>A lookup with this process's environment.</summary>
    public static BrokerLookup OfProcess(Terminal terminal) => new(
        terminal, Environment.GetEnvironmentVariable(VariableName), Environment.CurrentDirectory, MerlinHome.Directory);

    /// <summary>Finds the configuration.</summary>
    /// <param name="option">What <c>--broker</c> says, or null.</param>
    /// <exception cref="UserErrorException">There is none, or it cannot be used.</exception>
    public BrokerConfiguration Find(string? option) =>
        FindAny(option) ?? throw new UserErrorException(NoBrokerWords.NotConfigured);

    /// <summary>Finds the configuration where a command can do without one.</summary>
    /// <param name="option">What <c>--broker</c> says, or null.</param>
    /// <returns>The configuration, or null when there is none.</returns>
    /// <exception cref="UserErrorException">There is one that cannot be used.</exception>
    public BrokerConfiguration? FindAny(string? option)
    {
        if (option is { Length: > 0 })
        {
            return Named(option, "--broker");
        }

        if (variable is { Length: > 0 })
        {
            return Named(variable, VariableName);
        }

        return FindFile() is { } file ? BrokerConfigurationReader.Read(file, terminal) : null;
    }

    /// <summary>What commands use that name no broker: the value of the variable, or a file; null when there is nothing.</summary>
    public string? InUse => variable is { Length: > 0 } ? variable : FindFile();

    /// <summary>The configuration file that is used when neither option nor variable names one; null when there is none.</summary>
    public string? FindFile()
    {
        string here = Path.Combine(workingDirectory, FileName);
        if (File.Exists(here))
        {
            return here;
        }

        if (StoredChoice() is { } chosen)
        {
            if (File.Exists(chosen))
            {
                return chosen;
            }

            terminal.Log.Warning(
                $"{chosen}, which 'merlin config use' has chosen, is not there any more; choose another with 'merlin config use FILE'.");
        }

        string own = Path.Combine(home, FileName);
        return File.Exists(own) ? own : null;
    }

    private string? StoredChoice()
    {
        string file = Path.Combine(home, Path.GetFileName(MerlinHome.ConfigurationPath));
        try
        {
            return File.Exists(file) && File.ReadAllText(file).Trim() is { Length: > 0 } path ? path : null;
        }
        catch (Exception e) when (FileTrouble.Is(e))
        {
            terminal.Log.Warning($"{file} cannot be read: {FileTrouble.Reason(e)}.");
            return null;
        }
    }

    private BrokerConfiguration Named(string value, string source)
    {
        if (value.StartsWith(IpcPrefix, StringComparison.Ordinal))
        {
            return AtSocket(Path.GetFullPath(value[IpcPrefix.Length..], workingDirectory), source);
        }

        return value.StartsWith("tcp://", StringComparison.Ordinal)
            ? throw new UserErrorException(
                $"{source} names the address {value}, but a broker at tcp:// takes only clients with keys: name the app.yaml that holds them.")
            : BrokerConfigurationReader.Read(UserPath.ExistingFile(value, $"The configuration that {source} names,"), terminal);
    }

    private static BrokerConfiguration AtSocket(string path, string source)
    {
        try
        {
            return new BrokerConfiguration(source, new BrokerEndpoint(IpcPrefix + path, null));
        }
        catch (BrokerAddressException e)
        {
            throw new UserErrorException($"{source}: {e.Message}", e);
        }
    }
}
