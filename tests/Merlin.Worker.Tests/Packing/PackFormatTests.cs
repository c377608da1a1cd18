using Merlin.Broker;
using Merlin.Worker.Packing.Format;

namespace Merlin.Worker.Tests.Packing;

/// <summary>What is in packs, byte for byte, and what is made of packs that somebody else wrote, cut off or changed.</summary>
public sealed class PackFormatTests
{
    [Fact]
    public void The_checksum_is_CRC_32C() => Assert.Equal(0xE3069283u, Crc32C.Of("123456789"u8));

    [Fact]
    public void A_pack_is_what_the_document_says()
    {
        using var site = new PackSite();

        site.Write((7, TaskOutcome.Succeeded, "hi\n"));

        Assert.Equal(
            "4D45524C494E504B" + "01000000" + "FFEF64EA"
            + "4D504631" + "01000000" + "42000000" + "2E5C7734"
            + "00000000" + "0300" + "73696D" + "0300" + "73696D" + "0700" + "73696D2E6F7574" + "0700" + "73696D2E657272"
            + "0F00" + "73696D2E726573746172742E6F7574" + "0F00" + "73696D2E726573746172742E657272"
            + "4D504631" + "02000000" + "47000000" + "2220E1F1"
            + "00000000" + "00000000" + "0700000000000000" + "40420F0000000000" + "0500000000000000" + "01" + "00" + "0000"
            + "00000000" + "01000000" + "00" + "00" + "0000" + "00000000" + "0000000000000000" + "0300000000000000" + "68690A",
            Convert.ToHexString(File.ReadAllBytes(site.Pack)));
        Assert.Equal(16 + (2 * 36), new FileInfo(site.Index).Length);
    }

    [Fact]
    public void Outcomes_keep_their_numbers() => Assert.Equal(
        [0, 1, 4, 5, 6, 7, 8, 9, 12, 32, 33],
        ((TaskOutcome[])[
            TaskOutcome.None, TaskOutcome.Succeeded, TaskOutcome.SoftFailed, TaskOutcome.RetriesExhausted, TaskOutcome.TimedOut,
            TaskOutcome.StopWorkers, TaskOutcome.HardFailed, TaskOutcome.Raised, TaskOutcome.Cancelled, TaskOutcome.Retry,
            TaskOutcome.Restart]).Select(static outcome => (int)outcome));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_pack_that_is_cut_off_anywhere_keeps_what_is_whole(bool hasIndex)
    {
        using var site = new PackSite();
        site.Write((0, TaskOutcome.Succeeded, "a"), (1, TaskOutcome.Succeeded, "bb"), (2, TaskOutcome.SoftFailed, "ccc"));
        byte[] whole = File.ReadAllBytes(site.Pack);
        byte[] index = File.ReadAllBytes(site.Index);
        long[] ends = Ends(site);
        Write(site.Index, hasIndex ? index : []);

        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(site.Pack, whole[..length]);
            (string text, IReadOnlyList<PackDamage> damages) = site.Read();

            Assert.Equal(ends.Count(end => end <= length), text.Count(static c => c == '='));
            Assert.Empty(damages);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_flipped_bit_is_found_and_the_other_records_are_read(bool hasIndex)
    {
        using var site = new PackSite();
        site.Write((0, TaskOutcome.Succeeded, "a"), (1, TaskOutcome.Succeeded, "bb"), (2, TaskOutcome.SoftFailed, "ccc"));
        byte[] whole = File.ReadAllBytes(site.Pack);
        long[] ends = Ends(site);
        long firstRecord = ends[0] - (ends[1] - ends[0] - 1);
        Write(site.Index, hasIndex ? File.ReadAllBytes(site.Index) : []);

        for (int bit = (int)firstRecord * 8; bit < ends[1] * 8; bit++)
        {
            byte[] flipped = [.. whole];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(site.Pack, flipped);
            (string text, IReadOnlyList<PackDamage> damages) = site.Read();

            bool isFirst = bit / 8 < ends[0];
            Assert.Equal(isFirst ? "1=bb 2=ccc" : "0=a 2=ccc", text);
            PackDamage damage = Assert.Single(damages);
            Assert.Equal((site.Pack, isFirst ? firstRecord : ends[0]), (damage.File, damage.Offset));
        }
    }

    [Fact]
    public void A_damaged_head_is_an_error_that_names_the_file()
    {
        using var site = new PackSite();
        site.Write((0, TaskOutcome.Succeeded, "a"));
        byte[] bytes = File.ReadAllBytes(site.Pack);
        bytes[3] ^= 1;
        File.WriteAllBytes(site.Pack, bytes);

        InvalidDataException problem = Assert.Throws<InvalidDataException>(() => site.Read());

        Assert.Contains(site.Pack, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_index_spares_looking_into_the_pack_as_far_as_it_is_sound()
    {
        using var site = new PackSite();
        site.Write((0, TaskOutcome.Succeeded, "a"), (1, TaskOutcome.Succeeded, "bb"));
        byte[] index = File.ReadAllBytes(site.Index);
        byte[] whole = File.ReadAllBytes(site.Pack);

        // Whoever looks at the last record finds that it is damaged.
        File.WriteAllBytes(site.Pack, [.. whole[..^1], (byte)~whole[^1]]);
        for (int length = 0; length <= index.Length; length++)
        {
            Write(site.Index, index[..length]);
            Assert.Equal(length == index.Length ? 2 : 1, Ends(site).Length);
        }

        File.WriteAllBytes(site.Pack, whole);
        for (int length = 0; length < index.Length; length++)
        {
            Write(site.Index, index[..length]);
            Assert.Equal("0=a 1=bb", site.Read().Text);
        }

        for (int bit = 0; bit < index.Length * 8; bit++)
        {
            byte[] flipped = [.. index];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(site.Index, flipped);
            Assert.Equal("0=a 1=bb", site.Read().Text);
        }
    }

    [Fact]
    public void What_is_appended_later_is_read_later()
    {
        using var site = new PackSite();
        using PackWriter writer = PackWriter.TryCreate(site.Pack, out _)!;
        using PackReader reader = new PackReader(site.Pack, new OpenPacks());
        Assert.Empty(reader.ReadNew());

        for (int index = 0; index < 1200; index++)
        {
            Assert.Equal(0, writer.Append(PackSite.Node, site.Frame(index, TaskOutcome.Succeeded, "x")));
            if (index % 100 == 7)
            {
                PackEntry[] entries = [.. reader.ReadNew()];
                Assert.Equal(index, entries[^1].Index);
                Assert.Equal(index == 7 ? 8 : 100, entries.Length);
            }
        }
    }

    private static long[] Ends(PackSite site)
    {
        using PackReader reader = new PackReader(site.Pack, new OpenPacks());
        return [.. reader.ReadNew().Select(static entry => entry.End)];
    }

    private static void Write(string path, byte[] bytes) => File.WriteAllBytes(path, bytes);
}
