using System.Text;
using Merlin.Broker.Security;

namespace Merlin.Broker.Tests.Security;

/// <summary>What is sealed opens for its owner, and for nobody and nothing else.</summary>
public sealed class PlanSealTests
{
    private static readonly byte[] Plan = Encoding.UTF8.GetBytes("{\"cmd\": \"echo a-secret-command\"}");

    [Fact]
    public void What_was_sealed_opens_with_the_same_key()
    {
        byte[] key = PlanSeal.NewKey();

        byte[] sealedPlan = new PlanSeal(key).Seal(SealPurpose.Plan, Plan);

        Assert.Equal(Plan, new PlanSeal(key).Open(SealPurpose.Plan, sealedPlan));
        Assert.True(PlanSeal.IsSealed(sealedPlan));
        Assert.False(PlanSeal.IsSealed(Plan));
    }

    [Fact]
    public void Nothing_of_it_can_be_read_and_no_two_seals_are_equal()
    {
        var seal = new PlanSeal(PlanSeal.NewKey());

        byte[] first = seal.Seal(SealPurpose.Plan, Plan);
        byte[] second = seal.Seal(SealPurpose.Plan, Plan);

        Assert.DoesNotContain("secret", Encoding.Latin1.GetString(first), StringComparison.Ordinal);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void An_empty_plan_can_be_sealed()
    {
        var seal = new PlanSeal(PlanSeal.NewKey());

        Assert.Empty(seal.Open(SealPurpose.Plan, seal.Seal(SealPurpose.Plan, [])));
    }

    [Fact]
    public void Another_key_does_not_open_it()
    {
        byte[] sealedPlan = new PlanSeal(PlanSeal.NewKey()).Seal(SealPurpose.Plan, Plan);

        SealException refusal = Assert.Throws<SealException>(() => new PlanSeal(PlanSeal.NewKey()).Open(SealPurpose.Plan, sealedPlan));

        Assert.Contains("owner key", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_purpose_does_not_open_it()
    {
        var seal = new PlanSeal(PlanSeal.NewKey());

        Assert.Throws<SealException>(() => seal.Open(SealPurpose.Result, seal.Seal(SealPurpose.Plan, Plan)));
    }

    [Fact]
    public void No_changed_byte_and_no_missing_byte_passes()
    {
        var seal = new PlanSeal(PlanSeal.NewKey());
        byte[] sealedPlan = seal.Seal(SealPurpose.Plan, Plan);

        for (int i = 0; i < sealedPlan.Length; i++)
        {
            byte[] changed = [.. sealedPlan];
            changed[i] ^= 1;
            Assert.Throws<SealException>(() => seal.Open(SealPurpose.Plan, changed));
            Assert.Throws<SealException>(() => seal.Open(SealPurpose.Plan, sealedPlan.AsSpan(0, i)));
        }
    }

    [Fact]
    public void What_nobody_sealed_is_not_used()
    {
        var seal = new PlanSeal(PlanSeal.NewKey());

        SealException refusal = Assert.Throws<SealException>(() => seal.Open(SealPurpose.Plan, Plan));

        Assert.Contains("not sealed", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_form_is_told_from_damage()
    {
        var seal = new PlanSeal(PlanSeal.NewKey());
        byte[] newer = seal.Seal(SealPurpose.Plan, Plan);
        newer[3] = 2;

        SealException refusal = Assert.Throws<SealException>(() => seal.Open(SealPurpose.Plan, newer));

        Assert.Contains("newer Merlin", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_of_another_length_is_none() =>
        Assert.Throws<ArgumentException>(() => new PlanSeal(new byte[PlanSeal.KeySize - 1]));
}
