using Merlin.Broker.Hosting;
using Merlin.Broker.Messages;

namespace Merlin.Broker.Tests.Hosting.Agents;

public class PlanShelfTests
{
    private static readonly PeerId A = new(1);
    private static readonly PeerId B = new(2);

    private readonly PlanShelf _shelf = new(mostBytes: 100);
    private Instant _now = new(1_700_000_000_000_000);

    [Fact]
    public void Plans_that_nobody_has_needed_for_the_longest_time_go_first()
    {
        Put(1, 40);
        Put(2, 40);
        Assert.True(Has(1)); // needed after the second
        Put(3, 40);
        Assert.Equal((true, false, true), (Has(1), Has(2), Has(3)));
    }

    [Fact]
    public void One_plan_is_kept_however_large()
    {
        Put(1, 40);
        Put(2, 1000);
        Assert.Equal((false, true), (Has(1), Has(2)));
    }

    [Fact]
    public void A_plan_that_comes_again_takes_the_place_of_the_earlier_one()
    {
        Put(1, 60);
        Put(1, 60);
        Put(2, 40);
        Assert.Equal((true, true), (Has(1), Has(2)));
    }

    [Fact]
    public void Only_those_whose_line_is_open_are_answered()
    {
        var study = new StudyId(1);
        Assert.Null(_shelf.Ask(A, study, _now, out bool first));
        Assert.Null(_shelf.Ask(B, study, _now, out bool second));
        Assert.Equal((true, false), (first, second));
        _shelf.Forget(A);
        Assert.Equal(B, Assert.Single(_shelf.Refuse(new PlanRefused(study, "gone"))).To);
        Assert.Empty(_shelf.Awaited);
    }

    [Fact]
    public void A_lease_that_needs_a_later_revision_makes_the_plan_worthless()
    {
        Put(1, 10);
        _shelf.Note(Grant(1, revision: 0), _now);
        Assert.True(Has(1));
        _shelf.Note(Grant(1, revision: 1), _now);
        Assert.False(Has(1));
    }

    [Fact]
    public void What_is_leased_and_asked_for_stays_and_the_rest_goes_in_time()
    {
        Put(1, 10);
        Put(2, 10);
        _now += TimeSpan.FromMinutes(9);
        _shelf.Note(Grant(2, revision: 0), _now);
        _now += TimeSpan.FromMinutes(9);
        _shelf.DropIdle(_now);
        Assert.Equal((false, true), (Has(1), Has(2)));
    }

    private static LeaseGrant Grant(long study, int revision) =>
        new(new LeaseId(1), [new ArrayId(new StudyId(study), 0)], [new IndexRange(0, 1)], []) { PlanRevision = revision };

    private void Put(long study, int bytes) => _shelf.Put(new PlanReply(new StudyId(study), new byte[bytes]), _now);

    private bool Has(long study) => _shelf.Ask(A, new StudyId(study), _now, out _) is not null;
}
