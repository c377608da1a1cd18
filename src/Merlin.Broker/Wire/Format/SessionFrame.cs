namespace Merlin.Broker.Wire.Format;

/// <summary>What the two ends of a line say to each other about the line itself.</summary>
public abstract record SessionFrame;
