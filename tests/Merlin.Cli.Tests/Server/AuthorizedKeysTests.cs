using System.Text;
using Merlin.Broker.Security;
using Merlin.Cli.Invocation;
using Merlin.Cli.Server.Keys;

namespace Merlin.Cli.Tests.Server;

/// <summary>The file of the keys that may connect.</summary>
public sealed class AuthorizedKeysTests
{
    private const string Key = "0123456789012345678901234567890123456789";

    [Fact]
    public void What_is_written_is_read()
    {
        AuthorizedKey[] keys =
        [
            new(new ClientIdentity("a", "alice", Role.User), Key),
            new(new ClientIdentity("007", "true", Role.Administrator), "#{}:%@&*!>-?.<()[]^/=+$0123456789abcdefg'"[..40]),
        ];

        Assert.Equal(keys, AuthorizedKeys.Parse("f", Encoding.UTF8.GetBytes(AuthorizedKeys.ToText(keys))));
    }

    [Fact]
    public void No_keys_are_no_error() => Assert.Empty(AuthorizedKeys.Parse("f", Encoding.UTF8.GetBytes(AuthorizedKeys.ToText([]))));

    [Theory]
    [InlineData("keys: 5", "must be a list")]
    [InlineData("keys: [5]", "f:1:8: a key must be a mapping")]
    [InlineData("keys:\n- {name: a, owner: b, role: user}", "needs 'public_key'")]
    [InlineData("keys:\n- {name: a, owner: b, role: king, public_key: '" + Key + "'}", "needs 'role': worker, producer, user, administrator")]
    [InlineData("keys:\n- {name: 'a b', owner: b, role: user, public_key: '" + Key + "'}", "f:2:10: a key needs 'name'")]
    [InlineData("keys:\n- {name: a, owner: b, rolle: user, public_key: '" + Key + "'}", "is 'role' meant?")]
    [InlineData(
        "keys:\n- {name: a, owner: b, role: user, public_key: '" + Key + "'}\n- {name: c, owner: b, role: user, public_key: '" + Key + "'}",
        "f:3:3: the key 'c' has the name or the public key of one above it")]
    public void What_cannot_be_used_is_refused_with_its_place(string text, string words)
    {
        UserErrorException refusal = Assert.Throws<UserErrorException>(() => AuthorizedKeys.Parse("f", Encoding.UTF8.GetBytes(text)));

        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }
}
