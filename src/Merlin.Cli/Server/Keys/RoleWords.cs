using Merlin.Broker.Security;

namespace Merlin.Cli.Server.Keys;

/// <summary>The words by which users name roles.</summary>
internal static class RoleWords
{
    private static readonly Dictionary<string, Role> Roles = new(StringComparer.Ordinal)
    {
        ["worker"] = Role.Worker,
        ["producer"] = Role.Producer,
        ["user"] = Role.User,
        ["administrator"] = Role.Administrator,
    };

    /// <summary>All words.</summary>
    public static IReadOnlyCollection<string> Words => Roles.Keys;

    /// <summary>The role of a word, or null.</summary>
    public static Role? Parse(string word) => Roles.TryGetValue(word, out Role role) ? role : null;

    /// <summary>The word of a role.</summary>
    public static string Of(Role role) => Roles.Single(pair => pair.Value == role).Key;
}
