using System.Collections;
using System.Reflection;
using System.Text;

namespace Merlin.Broker.Tests.Wire.Format;

/// <summary>Everything that a message says, as text: messages with equal texts say the same.</summary>
internal static class MessageText
{
    public static string Of(object? value)
    {
        var text = new StringBuilder();
        Append(value, text);
        return text.ToString();
    }

    private static void Append(object? value, StringBuilder text)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case string or bool or Enum or TimeSpan:
                text.Append('\'').Append(value).Append('\'');
                break;
            case int or long or double:
                text.Append(value);
                break;
            case ReadOnlyMemory<byte> bytes:
                text.Append(Convert.ToHexString(bytes.Span));
                break;
            case IEnumerable list:
                AppendList(list, text);
                break;
            default:
                AppendProperties(value, text);
                break;
        }
    }

    private static void AppendList(IEnumerable list, StringBuilder text)
    {
        text.Append('[');
        foreach (object? item in list)
        {
            Append(item, text);
            text.Append(", ");
        }

        text.Append(']');
    }

    private static void AppendProperties(object value, StringBuilder text)
    {
        text.Append(value.GetType().Name).Append('{');
        foreach (PropertyInfo property in Said(value.GetType()).OrderBy(property => property.Name, StringComparer.Ordinal))
        {
            text.Append(property.Name).Append('=');
            Append(property.GetValue(value), text);
            text.Append("; ");
        }

        text.Append('}');
    }

    private static PropertyInfo[] Said(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
}
