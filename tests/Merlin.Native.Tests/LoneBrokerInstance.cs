namespace Merlin.Native.Tests;

/// <summary>An instance of one broker, as Merlin's workers have: jobs see this host's files.</summary>
public sealed class LoneBrokerInstance() : LaunchInstance(brokers: 1);
