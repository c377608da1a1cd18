namespace Merlin.Broker.Wire.Format;

/// <summary>Reads the fields of a value in the order of the protocol.</summary>
internal delegate T FieldsReader<out T>(ref FieldReader reader);
