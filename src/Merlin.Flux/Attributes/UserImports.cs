using System.Runtime.InteropServices;

namespace Merlin.Flux;

/// <summary>The C library's answer to who we are.</summary>
internal static partial class UserImports
{
    /// <summary>Never fails.</summary>
    [LibraryImport("libc", EntryPoint = "geteuid")]
    internal static partial uint EffectiveUser();
}
