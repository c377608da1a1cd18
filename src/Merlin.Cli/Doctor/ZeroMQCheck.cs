using Merlin.ZeroMQ;

namespace Merlin.Cli.Doctor;

/// <summary>Whether libzmq is there, and can do what lines to brokers need.</summary>
internal static class ZeroMQCheck
{
    private const string Name = "zeromq library";
    private const string Curve = "curve";

    /// <summary>Makes the check.</summary>
    public static Finding Make()
    {
        try
        {
            return ZeroMQLibrary.Has(Curve)
                ? new Finding(Name, FindingState.Good, $"libzmq {ZeroMQLibrary.Version} with {Curve}")
                : new Finding(
                    Name,
                    FindingState.Doubtful,
                    $"libzmq {ZeroMQLibrary.Version} without {Curve}: only brokers on this machine can be reached",
                    "install a libzmq that was built with libsodium");
        }
        catch (ZeroMQUnavailableException e)
        {
            return new Finding(Name, FindingState.Bad, e.Message, "only 'merlin run --local' works without it");
        }
    }
}
