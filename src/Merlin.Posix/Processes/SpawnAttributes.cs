using System.Runtime.InteropServices;

namespace Merlin.Posix;

/// <summary>
/// How a new process begins: as the leader of a process group of its own (and of a session, if it is to outlive the terminal),
/// every signal at its default and none blocked, whatever this process does with signals.
/// </summary>
public sealed unsafe class SpawnAttributes : SafeHandle
{
    // The C libraries' types have up to 336 bytes, their signal sets 128; nothing but the library looks inside.
    private const nuint Size = 512;
    private const int SignalSetSize = 128;

    /// <summary>Attributes for a clean start.</summary>
    /// <param name="ownSession">Whether the process leads a session of its own, which has no terminal.</param>
    public SpawnAttributes(bool ownSession = false)
        : base(invalidHandleValue: 0, ownsHandle: true)
    {
        void* memory = NativeMemory.AllocZeroed(Size);
        Checked.Success(SpawnImports.InitAttributes(memory), "posix_spawnattr_init");
        SetHandle((nint)memory);
        Fill(ownSession);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        int error = SpawnImports.DestroyAttributes(handle);
        NativeMemory.Free((void*)handle);
        return error == 0;
    }

    private void Fill(bool ownSession)
    {
        // Not sigfillset: it leaves out the signals of the C library's threads, which would then start out ignored.
        byte* signals = stackalloc byte[SignalSetSize];
        new Span<byte>(signals, SignalSetSize).Fill(byte.MaxValue);
        Checked.Success(SpawnImports.SetDefaults(this, signals), "posix_spawnattr_setsigdefault");
        new Span<byte>(signals, SignalSetSize).Clear();
        Checked.Success(SpawnImports.SetMask(this, signals), "posix_spawnattr_setsigmask");
        Checked.Success(SpawnImports.SetGroup(this, 0), "posix_spawnattr_setpgroup");
        // The leader of a session leads a group already, and may not be put into one.
        short belonging = ownSession ? SpawnImports.SetSession : SpawnImports.SetProcessGroup;
        short flags = (short)(belonging | SpawnImports.SetDefaultSignals | SpawnImports.SetSignalMask);
        Checked.Success(SpawnImports.SetFlags(this, flags), "posix_spawnattr_setflags");
    }
}
