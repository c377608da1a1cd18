using Merlin.Worker.Packing.Places;

namespace Merlin.Worker.Tests.Packing;

public sealed class ScratchPoolTests
{
    private const int Most = 5;

    [Fact]
    public void The_directory_that_has_waited_longest_goes_when_there_are_too_many()
    {
        using var site = new OneNode(Rig.Node("s", "true"));
        using var place = new ScratchPlace(Path.Combine(site.Workspace, "scratch"));
        var pool = new ScratchPool(place, Most);
        var earlier = new ScratchKey(site.Node, Restart: false);
        var later = new ScratchKey(site.Node, Restart: true);
        ScratchDirectory[] waiting = [.. Enumerable.Range(0, Most).Select(_ => Take(pool, earlier))];
        ScratchDirectory latest = Take(pool, later);

        foreach (ScratchDirectory directory in waiting)
        {
            pool.GiveBack(directory, isClean: true);
        }

        pool.GiveBack(latest, isClean: true);
        pool.RemoveSpent();

        Assert.Equal(
            waiting.Skip(1).Append(latest).Select(static directory => directory.Text).Order(StringComparer.Ordinal),
            Directory.GetDirectories(Path.GetDirectoryName(latest.Text)!).Order(StringComparer.Ordinal));
        Assert.Same(latest, Take(pool, later));
        Assert.Same(waiting[^1], Take(pool, earlier));
        pool.GiveBack(latest, isClean: false);
        pool.GiveBack(waiting[^1], isClean: false);
        pool.Forget(site.Node.Study);
        pool.RemoveSpent();
        Assert.Empty(Directory.GetDirectories(Path.GetDirectoryName(latest.Text)!));
    }

    [Fact]
    public void As_many_as_are_in_use_at_a_time_are_used_again()
    {
        using var site = new OneNode(Rig.Node("s", "true"));
        using var place = new ScratchPlace(Path.Combine(site.Workspace, "scratch"));
        var pool = new ScratchPool(place, Most);
        var key = new ScratchKey(site.Node, Restart: false);
        ScratchDirectory[] first = [.. Enumerable.Range(0, Most).Select(_ => Take(pool, key))];
        foreach (ScratchDirectory directory in first)
        {
            pool.GiveBack(directory, isClean: true);
        }

        ScratchDirectory[] second = [.. Enumerable.Range(0, Most).Select(_ => Take(pool, key))];

        Assert.Equal(first.Reverse(), second);
        foreach (ScratchDirectory directory in second)
        {
            pool.GiveBack(directory, isClean: false);
        }

        pool.RemoveSpent();
    }

    private static ScratchDirectory Take(ScratchPool pool, ScratchKey key)
    {
        ScratchDirectory? taken = pool.Take(key, out string? problem);
        Assert.Null(problem);
        return taken!;
    }
}
