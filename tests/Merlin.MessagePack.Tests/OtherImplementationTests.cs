using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Merlin.MessagePack.Tests;

/// <summary>Random values, written here and read by Python's msgpack, and the other way round.</summary>
public sealed class OtherImplementationTests
{
    private const int Values = 500;

    private const string Unpack = """
        import json, msgpack, sys
        unpacker = msgpack.Unpacker(raw=False, strict_map_key=False)
        unpacker.feed(open(sys.argv[1], 'rb').read())
        plain = lambda v: {'bytes': v.hex()} if isinstance(v, bytes) else [plain(e) for e in v] if isinstance(v, list) else v
        for value in unpacker:
            print(json.dumps(plain(value)))
        """;

    private const string Pack = """
        import json, msgpack, sys
        value = lambda v: bytes.fromhex(v['bytes']) if isinstance(v, dict) else [value(e) for e in v] if isinstance(v, list) else v
        for line in open(sys.argv[1], encoding='utf-8'):
            print(msgpack.packb(value(json.loads(line)), use_bin_type=True).hex())
        """;

    [PythonFact]
    public void Python_reads_what_is_written_here()
    {
        int seed = Environment.TickCount;
        JsonNode?[] values = RandomValues(seed);
        byte[] bytes = Packed.Bytes((ref writer) =>
        {
            foreach (JsonNode? value in values)
            {
                Write(value, ref writer);
            }
        });

        string[] read = Run(Unpack, bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(values.Length, read.Length);
        for (int i = 0; i < values.Length; i++)
        {
            Assert.True(Text(values[i]) == Text(JsonNode.Parse(read[i])), $"seed {seed}: {Text(values[i])} became {read[i]}");
        }
    }

    [PythonFact]
    public void Python_writes_the_same_bytes_and_they_are_read_here()
    {
        int seed = Environment.TickCount;
        JsonNode?[] values = RandomValues(seed);
        string lines = string.Concat(values.Select(value => Text(value) + "\n"));

        string[] packed = Run(Pack, Encoding.UTF8.GetBytes(lines)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        for (int i = 0; i < values.Length; i++)
        {
            JsonNode? value = values[i];
            Assert.True(packed[i] == Packed.Hex((ref writer) => Write(value, ref writer)), $"seed {seed}: {Text(value)}");
            var reader = new MessagePackReader(Convert.FromHexString(packed[i]));
            Assert.True(Text(value) == Text(Read(ref reader)), $"seed {seed}: {Text(value)}");
            Assert.True(reader.End);
        }
    }

    private static string Run(string script, byte[] input)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, input);
            return Python.Run(script, file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Text(JsonNode? value) => value?.ToJsonString() ?? "null";

    private static JsonNode?[] RandomValues(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Values).Select(_ => RandomValue(random, 3))];
    }

    private static JsonNode? RandomValue(Random random, int depth) => random.Next(depth > 0 ? 7 : 6) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => random.NextInt64() >> random.Next(63),
        3 => -(random.NextInt64() >> random.Next(63)),
        4 => new string([.. Enumerable.Range(0, random.Next(300)).Select(_ => (char)random.Next(32, 0xd000))]),
        5 => new JsonObject { ["bytes"] = Convert.ToHexStringLower(RandomBytes(random)) },
        _ => new JsonArray([.. Enumerable.Range(0, random.Next(20)).Select(_ => RandomValue(random, depth - 1))]),
    };

    private static byte[] RandomBytes(Random random)
    {
        var bytes = new byte[random.Next(300)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static void Write(JsonNode? value, ref MessagePackWriter writer)
    {
        switch (value)
        {
            case null:
                writer.WriteNil();
                break;
            case JsonArray array:
                writer.WriteArrayHeader(array.Count);
                foreach (JsonNode? item in array)
                {
                    Write(item, ref writer);
                }

                break;
            case JsonObject bytes:
                writer.Write(Convert.FromHexString((string)bytes["bytes"]!));
                break;
            case { } when value.GetValueKind() == JsonValueKind.String:
                writer.Write((string?)value);
                break;
            case { } when value.GetValueKind() == JsonValueKind.Number:
                writer.Write((long)value);
                break;
            default:
                writer.Write((bool)value);
                break;
        }
    }

    private static JsonNode? Read(ref MessagePackReader reader)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Array:
                var array = new JsonArray();
                for (int left = reader.ReadArrayHeader(); left > 0; left--)
                {
                    array.Add(Read(ref reader));
                }

                return array;
            case MessagePackType.Binary:
                return new JsonObject { ["bytes"] = Convert.ToHexStringLower(reader.ReadBytes()!.Value.ToArray()) };
            case MessagePackType.Boolean:
                return reader.ReadBoolean();
            case MessagePackType.Integer:
                return reader.ReadInt64();
            default:
                return reader.ReadString();
        }
    }
}
