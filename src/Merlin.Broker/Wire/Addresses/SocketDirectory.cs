using Merlin.Posix;

namespace Merlin.Broker.Wire;

/// <summary>The directory of an <c>ipc://</c> socket: that nobody else can enter it is what keeps others out.</summary>
internal static class SocketDirectory
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes the directory if there is none, and checks it.</summary>
    /// <exception cref="BrokerAddressException">It cannot be made, or others can enter it.</exception>
    public static void Prepare(WireAddress address)
    {
        string directory = DirectoryOf(address);
        try
        {
            Directory.CreateDirectory(directory, Private);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BrokerAddressException(
                $"The directory {directory} of the address {address.Text} cannot be made. Use a directory that you can write to.", e);
        }

        if (FindFault(address) is { } fault)
        {
            throw new BrokerAddressException(fault);
        }
    }

    /// <summary>What is wrong with the directory; null when nothing is, or when there is none yet.</summary>
    public static string? FindFault(WireAddress address)
    {
        string directory = DirectoryOf(address);
        return FileRights.Of(directory) switch
        {
            { IsMine: false } =>
                $"The directory {directory} of the address {address.Text} belongs to another user. Use a directory of your own.",
            { IsOpenToOthers: true } =>
                $"The directory {directory} of the address {address.Text} can be entered by others. Close it by 'chmod 700 {directory}'.",
            _ => null,
        };
    }

    private static string DirectoryOf(WireAddress address) => Path.GetDirectoryName(address.Path) ?? "/";
}
