using Merlin.Cli.Invocation;
using Merlin.Workflow.Yaml;

namespace Merlin.Cli.Configuration;

/// <summary>A small YAML file of settings, read whole.</summary>
/// <param name="Path">The file, absolute.</param>
/// <param name="Root">Its outermost mapping; empty for an empty file.</param>
internal sealed record YamlFile(string Path, YamlMapping Root)
{
    private const int LargestBytes = 4 * 1024 * 1024;

    /// <summary>Reads a file.</summary>
    /// <exception cref="UserErrorException">It cannot be read, or is no mapping; the message names file and line.</exception>
    public static YamlFile Read(string path)
    {
        try
        {
            return Parse(path, ReadBounded(path));
        }
        catch (Exception e) when (FileTrouble.Is(e))
        {
            throw new UserErrorException($"{path} cannot be read: {FileTrouble.Reason(e)}.", e);
        }
    }

    /// <summary>Reads the bytes of a file that were read before.</summary>
    /// <param name="path">The file's name, for messages.</param>
    /// <param name="bytes">What it holds.</param>
    /// <exception cref="UserErrorException">It is no mapping.</exception>
    public static YamlFile Parse(string path, ReadOnlySpan<byte> bytes)
    {
        try
        {
            YamlDocument document = YamlDocument.Read(YamlText.Decode(bytes));
            return document.Root switch
            {
                YamlMapping mapping => new YamlFile(path, mapping),
                null or YamlScalar { IsNull: true } => new YamlFile(path, YamlMapping.Empty),
                { } other => throw new UserErrorException(
                    $"{path}:{other.Mark}: this file must be a mapping ('key: value' lines), not {other.Kind}."),
            };
        }
        catch (YamlReadException e)
        {
            throw new UserErrorException($"{path}:{e.Mark}: {e.Message}.", e);
        }
    }

    /// <summary>The value of a key that is a mapping; an empty one when the key is absent or has no value.</summary>
    /// <exception cref="UserErrorException">It is something else.</exception>
    public YamlMapping Section(string key) => Root[key] switch
    {
        YamlMapping mapping => mapping,
        null or YamlScalar { IsNull: true } => YamlMapping.Empty,
        { } other => throw Problem(other, $"'{key}' must be a mapping (indented 'key: value' lines), not {other.Kind}"),
    };

    /// <summary>The text of a key; null when the key is absent or has no value.</summary>
    /// <exception cref="UserErrorException">It is no scalar.</exception>
    public string? Text(YamlMapping section, string key) => section[key] switch
    {
        null or YamlScalar { IsNull: true } => null,
        YamlScalar scalar => scalar.Text,
        { } other => throw Problem(other, $"'{key}' must be one value, not {other.Kind}"),
    };

    /// <summary>The yes or no of a key; no when the key is absent.</summary>
    /// <exception cref="UserErrorException">It is neither.</exception>
    public bool Flag(YamlMapping section, string key) => section[key] switch
    {
        null or YamlScalar { IsNull: true } => false,
        YamlScalar { Value: bool flag } => flag,
        { } other => throw Problem(other, $"'{key}' must be true or false"),
    };

    /// <summary>The whole number of a key, or null when the key is absent.</summary>
    /// <exception cref="UserErrorException">It is no number from <paramref name="minimum"/> to <paramref name="maximum"/>.</exception>
    public long? Number(YamlMapping section, string key, long minimum, long maximum) => section[key] switch
    {
        null or YamlScalar { IsNull: true } => null,
        YamlScalar { Value: long number } when number >= minimum && number <= maximum => number,
        { } other => throw Problem(other, $"'{key}' must be a whole number from {minimum} to {maximum}"),
    };

    /// <summary>An error at a node of this file.</summary>
    public UserErrorException Problem(YamlNode node, string message) => new($"{Path}:{node.Mark}: {message}.");

    private static byte[] ReadBounded(string path)
    {
        using FileStream file = File.OpenRead(path);
        if (file.Length > LargestBytes)
        {
            throw new UserErrorException($"{path} is larger than any such file ({LargestBytes / 1024 / 1024} MiB); it is not read.");
        }

        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }
}
