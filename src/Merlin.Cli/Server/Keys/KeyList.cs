using System.Text.Json;
using Merlin.Broker.Security;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Server.Keys;

/// <summary>What <c>merlin server list</c> answers.</summary>
/// <param name="keys">The keys that may connect.</param>
internal sealed class KeyList(IReadOnlyList<AuthorizedKey> keys) : IAnswer
{
    /// <inheritdoc/>
    public void WriteText(TextWriter writer)
    {
        var table = new TextTable("NAME", "OWNER", "ROLE", "PUBLIC KEY");
        foreach (AuthorizedKey key in keys)
        {
            table.Add(key.Identity.Key, key.Identity.Owner, RoleWords.Of(key.Identity.Role), key.PublicKey);
        }

        table.Write(writer);
    }

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (AuthorizedKey key in keys)
        {
            writer.WriteStartObject();
            writer.WriteString("name", key.Identity.Key);
            writer.WriteString("owner", key.Identity.Owner);
            writer.WriteString("role", RoleWords.Of(key.Identity.Role));
            writer.WriteString("public_key", key.PublicKey);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
