namespace Merlin.Broker.Security;

/// <summary>
/// Who speaks on a line, as the broker has found out by itself (from the key, or from the file system's rights): a
/// message says nothing about it.
/// </summary>
/// <param name="Key">The name under which the key was authorized; an identity of a consumer is bound to it.</param>
/// <param name="Owner">The user behind the key.</param>
/// <param name="Role">What the key's bearer may do.</param>
public sealed record ClientIdentity(string Key, string Owner, Role Role)
{
    /// <summary>Whether it may run tasks.</summary>
    public bool MayWork => Role is Role.Worker or Role.User or Role.Administrator;

    /// <summary>Whether it may submit, steer and watch studies.</summary>
    public bool MayProduce => Role is Role.Producer or Role.User or Role.Administrator;

    /// <summary>Whether it may see and steer what is others'.</summary>
    public bool IsAdministrator => Role == Role.Administrator;

    /// <summary>Who speaks on a line within one process, or through a socket that only its user can reach.</summary>
    /// <param name="user">The user's name.</param>
    public static ClientIdentity OfThisUser(string user) => new(user, user, Role.User);
}
