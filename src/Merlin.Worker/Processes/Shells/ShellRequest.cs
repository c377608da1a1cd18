using System.Buffers;
using System.Text;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Processes.Shells;

/// <summary>What a shell server is told of a task: shell text of ASCII only, so that its length is the same in every locale.</summary>
/// <param name="environment">Knows the variables that differ from task to task.</param>
internal sealed class ShellRequest(TaskEnvironment environment)
{
    /// <summary>
    /// The room at the beginning for the id of the subshell that is to read it, with a blank behind: so another one, which comes
    /// upon a request that nobody has read, knows that it is not its own.
    /// </summary>
    public const int IdRoom = 11;

    private readonly ArrayBufferWriter<byte> _text = new(512);

    /// <summary>The request for a task; valid until the next one is asked for.</summary>
    public ReadOnlySpan<byte> Of(TaskRun run)
    {
        _text.ResetWrittenCount();
        _text.GetSpan(IdRoom)[..IdRoom].Fill((byte)' ');
        _text.Advance(IdRoom);
        Quote(run.DirectoryPath()[..^1], _text);
        _text.Write(run.Node.ShellWords(run.UsesRestart));
        foreach ((string name, string value) in environment.OwnOf(run))
        {
            _text.Write(Encoding.UTF8.GetBytes($"; export {name}="));
            Quote(Encoding.UTF8.GetBytes(value), _text);
        }

        return _text.WrittenSpan;
    }

    /// <summary>The words that name a node's files, with a blank before each.</summary>
    public static byte[] WordsOf(params ReadOnlySpan<string> names)
    {
        var words = new ArrayBufferWriter<byte>();
        foreach (string name in names)
        {
            words.Write(" "u8);
            Quote(Encoding.UTF8.GetBytes(name), words);
        }

        return words.WrittenSpan.ToArray();
    }

    private static void Quote(ReadOnlySpan<byte> text, ArrayBufferWriter<byte> target)
    {
        bool isPlain = text.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0 && !text.Contains((byte)'\'');
        if (isPlain)
        {
            target.Write("'"u8);
            target.Write(text);
        }
        else
        {
            target.Write("$'"u8);
            Escape(text, target);
        }

        target.Write("'"u8);
    }

    private static void Escape(ReadOnlySpan<byte> text, ArrayBufferWriter<byte> target)
    {
        const int LongestEscape = 4;
        foreach (byte character in text)
        {
            Span<byte> place = target.GetSpan(LongestEscape);
            if (character is (byte)'\'' or (byte)'\\' or < (byte)' ' or > (byte)'~')
            {
                place[0] = (byte)'\\';
                place[1] = (byte)('0' + (character >> 6));
                place[2] = (byte)('0' + ((character >> 3) & 7));
                place[3] = (byte)('0' + (character & 7));
                target.Advance(LongestEscape);
            }
            else
            {
                place[0] = character;
                target.Advance(1);
            }
        }
    }
}
