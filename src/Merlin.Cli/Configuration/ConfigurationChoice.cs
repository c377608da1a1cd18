using Merlin.Cli.Invocation;

namespace Merlin.Cli.Configuration;

/// <summary>Records which configuration is in use.</summary>
internal static class ConfigurationChoice
{
    /// <summary>Puts a configuration into use.</summary>
    /// <param name="configuration">The file, absolute.</param>
    /// <param name="besideIt">Whether the record lies beside the file instead of in the user's home, where it has no effect.</param>
    /// <exception cref="UserErrorException">It cannot be recorded.</exception>
    public static void Store(string configuration, bool besideIt)
    {
        string record = MerlinHome.ConfigurationPath;
        if (besideIt)
        {
            record = Path.Combine(Path.GetDirectoryName(configuration)!, Path.GetFileName(record));
        }
        else
        {
            PrivateFile.MakeDirectory(MerlinHome.Directory);
        }

        PrivateFile.Replace(record, configuration);
    }
}
