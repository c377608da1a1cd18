namespace Merlin.Broker.Storage;

/// <summary>How a job is written down in a <see cref="PlaceColumn"/>. The numbers are kept in stores: two bits.</summary>
internal enum JobForm
{
    /// <summary>There is none.</summary>
    None = 0,

    /// <summary>As its text: several jobs, or what is no id.</summary>
    Text = 1,

    /// <summary>As the number that its id in F58 stands for.</summary>
    Number = 2,

    /// <summary>The same where the id begins with an ASCII letter.</summary>
    PlainNumber = 3,
}
