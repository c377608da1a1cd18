using System.Text;
using System.Text.RegularExpressions;
using Merlin.Broker.Security;
using Merlin.Broker.Wire;
using Merlin.Cli.Configuration;
using Merlin.Cli.Invocation;
using Merlin.Workflow.Spec.Verification;
using Merlin.Workflow.Yaml;

namespace Merlin.Cli.Server.Keys;

/// <summary>The keys that a broker lets in, as the text of their file.</summary>
internal sealed partial class AuthorizedKeys
{
    private const string List = "keys";
    private const string Name = "name";
    private const string Owner = "owner";
    private const string RoleName = "role";
    private const string PublicKey = "public_key";
    private static readonly string[] Known = [Name, Owner, RoleName, PublicKey];

    private readonly YamlFile _file;

    private AuthorizedKeys(YamlFile file) => _file = file;

    /// <summary>Reads keys from the bytes of their file.</summary>
    /// <param name="path">The file's name, for messages.</param>
    /// <param name="bytes">What it holds.</param>
    /// <exception cref="UserErrorException">Something in it cannot be used; the message names the line.</exception>
    public static IReadOnlyList<AuthorizedKey> Parse(string path, ReadOnlySpan<byte> bytes)
    {
        var reader = new AuthorizedKeys(YamlFile.Parse(path, bytes));
        return reader._file.Root[List] switch
        {
            YamlSequence sequence => reader.ReadAll(sequence),
            null or YamlScalar { IsNull: true } => [],
            { } other => throw reader._file.Problem(other, $"'{List}' must be a list of keys, not {other.Kind}"),
        };
    }

    /// <summary>The text of a file with these keys.</summary>
    public static string ToText(IReadOnlyList<AuthorizedKey> keys)
    {
        var text = new StringBuilder(
            """
            # Who may connect to this broker. 'merlin server authorize' and 'merlin server revoke' change this file, and a running
            # broker takes every change in at once.
            keys:

            """);
        foreach (AuthorizedKey key in keys)
        {
            text.Append(
                $"""
                  - {Name}: {SettingsText.Quoted(key.Identity.Key)}
                    {Owner}: {SettingsText.Quoted(key.Identity.Owner)}
                    {RoleName}: {RoleWords.Of(key.Identity.Role)}
                    {PublicKey}: {SettingsText.Quoted(key.PublicKey)}

                """);
        }

        return text.ToString();
    }

    /// <summary>Whether a text can be the name of a key or of an owner.</summary>
    public static bool IsName(string text) => NamePattern().IsMatch(text);

    private List<AuthorizedKey> ReadAll(YamlSequence sequence)
    {
        var keys = new List<AuthorizedKey>(sequence.Items.Count);
        var names = new HashSet<string>(StringComparer.Ordinal);
        var publicKeys = new HashSet<string>(StringComparer.Ordinal);
        foreach (YamlNode item in sequence.Items)
        {
            AuthorizedKey key = Read(item as YamlMapping ?? throw _file.Problem(item, $"a key must be a mapping, not {item.Kind}"));
            if (!names.Add(key.Identity.Key) || !publicKeys.Add(key.PublicKey))
            {
                throw _file.Problem(item, $"the key '{key.Identity.Key}' has the name or the public key of one above it");
            }

            keys.Add(key);
        }

        return keys;
    }

    private AuthorizedKey Read(YamlMapping key)
    {
        // A misspelled key could give somebody more than was meant.
        if (key.Entries.FirstOrDefault(static entry => !Known.Contains(entry.Key.Text)) is { Key: { } unknown })
        {
            string hint = NearestWord.Of(unknown.Text, Known) is { } near ? $"; is '{near}' meant?" : "";
            throw _file.Problem(unknown, $"a key has no '{unknown.Text}'{hint}");
        }

        string name = Need(key, Name, IsName, "letters, digits and . _ @ -, at most 64 of them");
        string owner = Need(key, Owner, IsName, "a user's name");
        string role = Need(key, RoleName, static word => RoleWords.Parse(word) is not null, string.Join(", ", RoleWords.Words));
        string publicKey = Need(key, PublicKey, CurveCredentials.IsKey, "40 characters in quotes");
        return new AuthorizedKey(new ClientIdentity(name, owner, RoleWords.Parse(role)!.Value), publicKey);
    }

    private string Need(YamlMapping key, string field, Predicate<string> isRight, string form) =>
        _file.Text(key, field) is { } text && isRight(text)
            ? text
            : throw _file.Problem(key[field] ?? key, $"a key needs '{field}': {form}");

    [GeneratedRegex(@"^[A-Za-z0-9._@-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
