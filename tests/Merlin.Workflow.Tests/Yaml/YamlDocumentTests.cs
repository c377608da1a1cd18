using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Tests.Yaml;

public sealed class YamlDocumentTests
{
    [Fact]
    public void Nodes_know_their_places()
    {
        YamlMapping root = Read("a: 1\nb:\n  - x\n  - {c: d}\n");

        Assert.Equal(new YamlMark(1, 1), root.Entries[0].Key.Mark);
        Assert.Equal(new YamlMark(1, 4), root["a"]!.Mark);
        var list = Assert.IsType<YamlSequence>(root["b"]);
        Assert.Equal(new YamlMark(3, 5), list.Items[0].Mark);
        Assert.Equal(new YamlMark(4, 9), ((YamlMapping)list.Items[1])["c"]!.Mark);
    }

    [Fact]
    public void Keys_keep_their_order()
    {
        YamlMapping root = Read("z: 1\na: 2\nm: 3\nb: 4\ny: 5\nc: 6\nx: 7\nd: 8\nw: 9\ne: 10\n");

        Assert.Equal("zambycxdwe", string.Concat(root.Entries.Select(entry => entry.Key.Text)));
        Assert.Equal("10", ((YamlScalar)root["e"]!).Text);
        Assert.Null(root["absent"]);
    }

    [Fact]
    public void Merge_keys_give_way_to_own_keys_wherever_they_stand()
    {
        YamlMapping root = Read("base: &b {x: 1, y: 2}\nuse: {y: 3, <<: *b, z: 4}\n");

        Assert.Equal(["x=1", "y=3", "z=4"], Pairs(root["use"]));
    }

    [Fact]
    public void Earlier_mappings_of_a_merged_list_win()
    {
        YamlMapping root = Read("a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nuse:\n  <<: [*a, *b]\n");

        Assert.Equal(["x=1", "y=1", "z=2"], Pairs(root["use"]).Order());
    }

    [Fact]
    public void Merges_nest()
    {
        YamlMapping root = Read("a: &a {x: 1}\nb: &b {<<: *a, y: 2}\nc: {<<: *b, z: 3}\n");

        Assert.Equal(["x=1", "y=2", "z=3"], Pairs(root["c"]));
    }

    [Fact]
    public void Quoted_merge_sign_is_a_key()
    {
        Assert.Equal(["<<=text"], Pairs(Read("a: {'<<': text}")["a"]));
    }

    [Fact]
    public void Last_of_equal_keys_wins_and_is_told()
    {
        YamlDocument document = YamlDocument.Read("a: 1\nb: 2\na: 3\n");

        Assert.Equal(["a=3", "b=2"], Pairs(document.Root));
        YamlScalar duplicate = Assert.Single(document.DuplicateKeys);
        Assert.Equal(3, duplicate.Mark.Line);
    }

    [Fact]
    public void Aliases_share_their_node_also_after_a_rewrite()
    {
        YamlMapping root = Read("a: &a [x, y]\nb: *a\n");
        Assert.Same(root["a"], root["b"]);

        var upper = (YamlMapping)root.Rewrite(text => text.ToUpperInvariant());

        Assert.Same(upper["A"], upper["B"]);
        Assert.Equal("Y", ((YamlScalar)((YamlSequence)upper["A"]!).Items[1]).Text);
        Assert.Equal("x", ((YamlScalar)((YamlSequence)root["a"]!).Items[0]).Text);
    }

    [Fact]
    public void Anchor_may_be_defined_anew()
    {
        YamlMapping root = Read("a: &x 1\nb: *x\nc: &x 2\nd: *x\n");

        Assert.Equal(["a=1", "b=1", "c=2", "d=2"], Pairs(root));
    }

    [Fact]
    public void Rewriting_resolves_plain_scalars_anew_and_leaves_quoted_ones_strings()
    {
        var root = (YamlMapping)Read("a: $(N)\nb: '$(N)'\nc: |\n  $(N)\n")
            .Rewrite(text => text.Replace("$(N)", "7", StringComparison.Ordinal));

        Assert.Equal(7L, ((YamlScalar)root["a"]!).Value);
        Assert.Equal("7", ((YamlScalar)root["b"]!).Value);
        Assert.Equal("7\n", ((YamlScalar)root["c"]!).Value);
    }

    [Fact]
    public void Rewriting_without_effect_gives_the_same_nodes()
    {
        YamlMapping root = Read("a: [1, {b: c}]\n");

        Assert.Same(root, root.Rewrite(text => text));
    }

    [Theory]
    [InlineData("!!str 5", "5")]
    [InlineData("! 5", "5")]
    [InlineData("!!int 5", 5L)]
    [InlineData("!!int '5'", 5L)]
    [InlineData("!!float 5", 5.0)]
    [InlineData("!!bool yes", true)]
    public void Standard_tags_decide_the_type(string yaml, object value) =>
        Assert.Equal(value, Assert.IsType<YamlScalar>(Read($"a: {yaml}\n")["a"]).Value);

    [Theory]
    [InlineData("a: |\n  x\n  y\n", "x\ny\n")]
    [InlineData("a: |-\n  x\n\n", "x")]
    [InlineData("a: |+\n  x\n\n", "x\n\n")]
    [InlineData("a: >\n  x\n  y\n", "x y\n")]
    [InlineData("a: x\n  y\n", "x y")]
    [InlineData("a: \"x\\ty\"\n", "x\ty")]
    [InlineData("a: 'it''s'\n", "it's")]
    public void Texts_of_several_forms(string yaml, string text) => Assert.Equal(text, ((YamlScalar)Read(yaml)["a"]!).Text);

    [Fact]
    public void Byte_order_mark_and_carriage_returns_are_no_content()
    {
        string text = YamlText.Decode([0xEF, 0xBB, 0xBF, .. "a: 1\r\nb: |\r\n  x\r\n"u8]);

        Assert.Equal(["a=1", "b=x\n"], Pairs(YamlDocument.Read(text).Root));
    }

    [Fact]
    public void Empty_documents_have_no_root()
    {
        Assert.Null(YamlDocument.Read("").Root);
        Assert.Null(YamlDocument.Read("# only a comment\n").Root);
    }

    private static YamlMapping Read(string text) => Assert.IsType<YamlMapping>(YamlDocument.Read(text).Root);

    private static IEnumerable<string> Pairs(YamlNode? node) =>
        Assert.IsType<YamlMapping>(node).Entries.Select(entry => $"{entry.Key.Text}={((YamlScalar)entry.Value).Text}");
}
