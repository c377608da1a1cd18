using Merlin.Cli.Invocation;
using Merlin.ZeroMQ;

namespace Merlin.Cli.Server.Keys;

/// <summary>Makes pairs of CURVE keys.</summary>
internal static class KeyPairs
{
    /// <summary>A new pair.</summary>
    /// <exception cref="UserErrorException">The library that makes them is not installed.</exception>
    public static CurveKeyPair Make()
    {
        try
        {
            return CurveKeyPair.Generate();
        }
        catch (ZeroMQUnavailableException e)
        {
            throw new UserErrorException(e.Message, e);
        }
    }
}
