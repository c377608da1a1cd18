using System.Globalization;
using System.Security.Cryptography;

namespace Merlin.Worker.Packing;

/// <summary>Where packs are and how they are named.</summary>
public static class PackPaths
{
    private const string DirectoryName = "packed";
    private const int LifeBytes = 6;

    /// <summary>The directory for the packs of a step.</summary>
    /// <param name="workspace">Absolute path of the study's workspace.</param>
    /// <param name="nodeDirectory">The workspace of any of the step's nodes, relative to the study's.</param>
    public static string DirectoryOf(string workspace, string nodeDirectory) =>
        Path.Combine(workspace, nodeDirectory.Split('/')[0], DirectoryName);

    /// <summary>What the names of all packs of one worker's life begin with; no other life has the same.</summary>
    internal static string PrefixOf(string worker)
    {
        string plain = string.Concat(worker.Select(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' ? c : '_'));
        return $"{plain}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(LifeBytes))}";
    }

    /// <summary>The name of a pack.</summary>
    internal static string NameOf(string prefix, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}-{number}{Format.PackFormat.PackExtension}");
}
