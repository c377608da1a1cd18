using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Requests;

namespace Merlin.Broker.Tests.Wire.Format;

/// <summary>The bytes of every message stay as they are: programs of other versions and in other languages read them.</summary>
public sealed class GoldenTests
{
    private static readonly Dictionary<string, string> Kept = Read("frames.txt");
    private static readonly Dictionary<string, string> BeforeShapes = Read("frames-before-shapes.txt");

    public static TheoryData<string> Names => new(RandomMessages.Types.Select(type => type.Name));

    public static TheoryData<string> OlderNames => new(BeforeShapes.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void The_bytes_of_a_message_stay_as_they_are(string name)
    {
        object message = Assert.Single(GoldenMessages.All, one => one.GetType().Name == name);
        string bytes = Convert.ToHexStringLower(Frames.Of(message));

        Assert.True(Kept.GetValueOrDefault(name) == bytes, $"Golden/frames.txt does not say\n{name} {bytes}");
        Assert.Equal(MessageText.Of(message), MessageText.Of(Frames.Read(Convert.FromHexString(Kept[name]), message.GetType())));
    }

    [Theory]
    [MemberData(nameof(OlderNames))]
    public void What_a_program_before_shapes_says_means_one_core_and_nothing_owned(string name)
    {
        Type type = RandomMessages.Types.Single(one => one.Name == name);
        object read = Frames.Read(Convert.FromHexString(BeforeShapes[name]), type);

        string text = MessageText.Of(read);
        Assert.DoesNotContain("ƒ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("node[", text, StringComparison.Ordinal);
        Assert.DoesNotContain("InstanceResources{", text, StringComparison.Ordinal);
        Assert.All(ShapesOf(read), shape => Assert.Equal(ResourceShape.OneCore, shape));
    }

    private static IEnumerable<ResourceShape> ShapesOf(object message) => message switch
    {
        StudySubmit submit => submit.Submission.Arrays.Select(array => array.Shape),
        LeaseGrant grant => grant.Shapes,
        _ => [],
    };

    /// <summary>Lines of name and bytes in hexadecimal.</summary>
    private static Dictionary<string, string> Read(string file)
    {
        using Stream resource = typeof(GoldenTests).Assembly.GetManifestResourceStream(file)!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            .ToDictionary(parts => parts[0], parts => parts[1]);
    }
}
