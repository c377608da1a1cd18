namespace Merlin.Broker.Wire.Format;

/// <summary>Writes the fields of a value in the order of the protocol.</summary>
internal delegate void FieldsWriter<in T>(T value, ref FieldWriter writer);
