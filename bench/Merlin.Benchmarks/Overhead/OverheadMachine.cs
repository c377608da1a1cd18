namespace Merlin.Benchmarks.Overhead;

/// <summary>A machine, as far as it bears on times.</summary>
/// <param name="Cpu">The processor's name.</param>
/// <param name="Cores">How many can be used.</param>
/// <param name="MemoryKiB">The memory.</param>
/// <param name="Kernel">The kernel's name and version.</param>
/// <param name="System">The distribution.</param>
/// <param name="Load">How many processes wanted a processor when the run began, on the average of the minute before.</param>
internal sealed record OverheadMachine(string Cpu, int Cores, long MemoryKiB, string Kernel, string System, double Load);
