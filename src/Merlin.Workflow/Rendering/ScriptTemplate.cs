using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Merlin.Workflow.Samples;

namespace Merlin.Workflow.Rendering;

/// <summary>
/// A script cut at its per-task tokens once, so that each task's script is nothing but pieces put one after another.
/// </summary>
/// <remarks>
/// Values are inserted as they are: what stands in a sample is never read as a token or a pattern. Immutable, and so
/// usable by any number of threads.
/// </remarks>
internal sealed class ScriptTemplate
{
    private readonly List<TemplateSegment> _segments = [];
    private readonly SampleLayout? _layout;
    private readonly string? _workspace;

    /// <summary>Cuts a script.</summary>
    /// <param name="text">The whole script.</param>
    /// <param name="samples">The study's samples, or null when it has none.</param>
    /// <param name="sampled">Whether the script belongs to a task of one sample.</param>
    /// <param name="workspace">
    /// The node's workspace with a slash at the end where its tasks run elsewhere than below it; null where they do not.
    /// </param>
    public ScriptTemplate(string text, SampleSource? samples, bool sampled, string? workspace = null)
    {
        _layout = samples?.ToLayout();
        _workspace = workspace;
        int literalStart = 0;
        foreach (Token token in Token.Find(text))
        {
            if (Match(token.Name(text), samples, sampled) is not (TemplateSegmentKind kind, int column))
            {
                continue;
            }

            string literal = text[literalStart..token.Start];
            if (kind == TemplateSegmentKind.SamplePath && _workspace is not null
                && literal.EndsWith(_workspace, StringComparison.Ordinal))
            {
                AddLiteral(literal[..^_workspace.Length]);
                _segments.Add(new TemplateSegment(TemplateSegmentKind.OwnDirectory, Encoding.UTF8.GetBytes(_workspace)));
                literalStart = token.End;
                continue;
            }

            AddLiteral(literal);
            _segments.Add(new TemplateSegment(kind, Encoding.UTF8.GetBytes(text[token.Start..token.End]), column));
            literalStart = token.End;
        }

        AddLiteral(text[literalStart..]);
    }

    /// <summary>Whether some value of the task's sample occurs in the script.</summary>
    public bool NeedsSampleRow => _segments.Exists(s => s.Kind == TemplateSegmentKind.Column);

    /// <summary>Writes the script of one task.</summary>
    /// <param name="index">The task, which is also its sample's index.</param>
    /// <param name="row">The task's sample; not looked at where no column occurs.</param>
    /// <param name="directory">Where the task runs; empty for the sample's directory below the node's workspace.</param>
    /// <param name="target">Receives UTF-8.</param>
    public void Write(long index, SampleRow? row, ReadOnlySpan<byte> directory, IBufferWriter<byte> target)
    {
        foreach (TemplateSegment segment in _segments)
        {
            switch (segment.Kind)
            {
                case TemplateSegmentKind.Column when row is not null && segment.Column < row.Columns:
                    target.Write(row[segment.Column]);
                    break;
                case TemplateSegmentKind.SampleId:
                    WriteNumber(index, target);
                    break;
                case TemplateSegmentKind.SamplePath:
                    target.Advance(_layout!.WritePath(index, target.GetSpan(_layout.PathLength + 1)));
                    break;
                case TemplateSegmentKind.OwnDirectory when !directory.IsEmpty:
                    target.Write(directory);
                    break;
                case TemplateSegmentKind.OwnDirectory:
                    target.Write(segment.Text);
                    target.Advance(_layout!.WritePath(index, target.GetSpan(_layout.PathLength + 1)));
                    break;
                case TemplateSegmentKind.AllPaths:
                    SamplePathList.Write(_layout, (byte)' ', target);
                    break;
                default:
                    target.Write(segment.Text);
                    break;
            }
        }
    }

    private static (TemplateSegmentKind Kind, int Column)? Match(
        ReadOnlySpan<char> name, SampleSource? samples, bool sampled)
    {
        if (name.SequenceEqual(TaskTokens.AllPaths))
        {
            return (TemplateSegmentKind.AllPaths, 0);
        }

        if (!sampled || samples is null)
        {
            return null;
        }

        for (int column = 0; column < samples.Labels.Count; column++)
        {
            if (name.Equals(samples.Labels[column], StringComparison.OrdinalIgnoreCase))
            {
                return (TemplateSegmentKind.Column, column);
            }
        }

        return name.Equals(TaskTokens.SampleId, StringComparison.OrdinalIgnoreCase) ? (TemplateSegmentKind.SampleId, 0)
            : name.Equals(TaskTokens.SamplePath, StringComparison.OrdinalIgnoreCase) ? (TemplateSegmentKind.SamplePath, 0)
            : null;
    }

    private static void WriteNumber(long number, IBufferWriter<byte> target)
    {
        const int LongestInt64 = 20;
        Utf8Formatter.TryFormat(number, target.GetSpan(LongestInt64), out int written);
        target.Advance(written);
    }

    private void AddLiteral(string text)
    {
        if (text.Length > 0)
        {
            _segments.Add(new TemplateSegment(TemplateSegmentKind.Literal, Encoding.UTF8.GetBytes(text)));
        }
    }
}
