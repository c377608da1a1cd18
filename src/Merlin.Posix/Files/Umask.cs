namespace Merlin.Posix;

/// <summary>The mode bits that new files of this process do not get.</summary>
public static class Umask
{
    private const int Usual = 0x12; // 022

    /// <summary>Reads the umask without changing it, as umask(2) would for a moment in all threads.</summary>
    /// <returns>The umask; 022 on kernels before 4.7, which do not show it.</returns>
    public static int Read()
    {
        const string Key = "Umask:";
        foreach (string line in File.ReadLines("/proc/self/status"))
        {
            if (line.StartsWith(Key, StringComparison.Ordinal))
            {
                return Convert.ToInt32(line[Key.Length..].Trim(), fromBase: 8);
            }
        }

        return Usual;
    }
}
