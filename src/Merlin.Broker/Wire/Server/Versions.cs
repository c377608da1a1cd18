using Merlin.Broker.Wire.Format;

namespace Merlin.Broker.Wire;

/// <summary>What to say to a client with which the broker has no version of the protocol in common.</summary>
internal static class Versions
{
    /// <summary>Names both versions, and the program that is to be updated.</summary>
    public static string Refusal(SessionHello hello, string brokerVersion)
    {
        bool clientIsOlder = hello.HighestVersion < ProtocolVersion.Lowest;
        string remedy = clientIsOlder ? "Update this program to the broker's version." : "Update the broker, or use an older version of this program.";
        return $"This program ({hello.ProgramVersion}) speaks version {Range(hello.LowestVersion, hello.HighestVersion)} of the protocol, and the " +
            $"broker ({brokerVersion}) speaks version {Range(ProtocolVersion.Lowest, ProtocolVersion.Highest)}. {remedy}";
    }

    private static string Range(int lowest, int highest) => lowest == highest ? $"{lowest}" : $"{lowest} to {highest}";
}
