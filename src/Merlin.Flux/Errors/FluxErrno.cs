namespace Merlin.Flux;

/// <summary>The error numbers of Linux that Flux answers with, for callers that tell one failure from another.</summary>
public static class FluxErrno
{
    /// <summary>EPERM: not allowed to this user.</summary>
    public const int NotPermitted = 1;

    /// <summary>ENOENT: there is no such job, key or attribute.</summary>
    public const int NoEntry = 2;

    /// <summary>ESRCH: there is no such process.</summary>
    public const int NoProcess = 3;

    /// <summary>ECHILD: there is no such job to wait for.</summary>
    public const int NoChild = 10;

    /// <summary>ENOMEM: there is no memory left.</summary>
    public const int NoMemory = 12;

    /// <summary>EINVAL: Flux refuses what it was asked.</summary>
    public const int Invalid = 22;

    /// <summary>ENOSYS: no module of the instance answers this topic.</summary>
    public const int NoService = 38;

    /// <summary>ENODATA: the end of a stream.</summary>
    public const int NoData = 61;

    /// <summary>EPROTO: a message is not as it should be.</summary>
    public const int Protocol = 71;

    /// <summary>ECONNRESET: the broker is gone.</summary>
    public const int ConnectionReset = 104;

    /// <summary>EHOSTUNREACH: the broker that was asked is down.</summary>
    public const int HostUnreachable = 113;

    private static readonly Dictionary<int, string> Names = new()
    {
        [NotPermitted] = "EPERM",
        [NoEntry] = "ENOENT",
        [NoProcess] = "ESRCH",
        [4] = "EINTR",
        [5] = "EIO",
        [7] = "E2BIG",
        [9] = "EBADF",
        [NoChild] = "ECHILD",
        [11] = "EAGAIN",
        [NoMemory] = "ENOMEM",
        [13] = "EACCES",
        [16] = "EBUSY",
        [17] = "EEXIST",
        [20] = "ENOTDIR",
        [21] = "EISDIR",
        [Invalid] = "EINVAL",
        [24] = "EMFILE",
        [28] = "ENOSPC",
        [32] = "EPIPE",
        [33] = "EDOM",
        [34] = "ERANGE",
        [35] = "EDEADLK",
        [36] = "ENAMETOOLONG",
        [NoService] = "ENOSYS",
        [NoData] = "ENODATA",
        [Protocol] = "EPROTO",
        [75] = "EOVERFLOW",
        [95] = "ENOTSUP",
        [99] = "EADDRNOTAVAIL",
        [103] = "ECONNABORTED",
        [ConnectionReset] = "ECONNRESET",
        [107] = "ENOTCONN",
        [110] = "ETIMEDOUT",
        [111] = "ECONNREFUSED",
        [112] = "EHOSTDOWN",
        [HostUnreachable] = "EHOSTUNREACH",
        [125] = "ECANCELED",
    };

    /// <summary>The name of a number, such as <c>ENOENT</c>; <c>errno 200</c> for a rare one.</summary>
    public static string NameOf(int number) => Names.TryGetValue(number, out string? name) ? name : $"errno {number}";
}
