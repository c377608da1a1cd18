using Merlin.Broker.Security;
using Merlin.Cli.Invocation;

namespace Merlin.Cli.Configuration;

/// <summary>The user's own files: <c>~/.merlin</c>.</summary>
internal static class MerlinHome
{
    /// <summary>The directory.</summary>
    public static string Directory { get; } =
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".merlin");

    /// <summary>The configuration that is used where no other is found.</summary>
    public static string Configuration => Path.Combine(Directory, "app.yaml");

    /// <summary>The file that holds the path of the configuration in use.</summary>
    public static string ConfigurationPath => Path.Combine(Directory, "config_path.txt");

    /// <summary>The key that seals this user's plans, as text.</summary>
    public static string OwnerKey => Path.Combine(Directory, "owner_key");

    /// <summary>The text of this user's owner key, which is made when there is none.</summary>
    /// <exception cref="UserErrorException">It cannot be read or made, or others can read it.</exception>
    public static string NeedOwnerKey()
    {
        PrivateFile.MakeDirectory(Directory);
        PrivateFile.MakeOnce(OwnerKey, Convert.ToBase64String(PlanSeal.NewKey()) + '\n');
        return OwnerKeyFile.Read(OwnerKey);
    }
}
