namespace Merlin.Broker.Tests.Wire.Format;

/// <summary>The bytes of every message stay as they are: programs of other versions and in other languages read them.</summary>
public sealed class GoldenTests
{
    private static readonly Dictionary<string, string> Kept = ReadKept();

    public static TheoryData<string> Names => new(RandomMessages.Types.Select(type => type.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void The_bytes_of_a_message_stay_as_they_are(string name)
    {
        object message = Assert.Single(GoldenMessages.All, one => one.GetType().Name == name);
        string bytes = Convert.ToHexStringLower(Frames.Of(message));

        Assert.True(Kept.GetValueOrDefault(name) == bytes, $"Golden/frames.txt does not say\n{name} {bytes}");
        Assert.Equal(MessageText.Of(message), MessageText.Of(Frames.Read(Convert.FromHexString(Kept[name]), message.GetType())));
    }

    /// <summary>Lines of name and bytes in hexadecimal.</summary>
    private static Dictionary<string, string> ReadKept()
    {
        using Stream resource = typeof(GoldenTests).Assembly.GetManifestResourceStream("frames.txt")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            .ToDictionary(parts => parts[0], parts => parts[1]);
    }
}
