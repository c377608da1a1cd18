using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Merlin.Broker.Tests.Wire;

/// <summary>Keeps what is logged, for a test that waits for it.</summary>
internal sealed class MessageLog : ILogger
{
    // Only a test that fails waits this long.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly BlockingCollection<string> _messages = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _messages.Add(formatter(state, exception));

    /// <summary>Waits until a message has a text in it; others are passed over.</summary>
    public void WaitFor(string text)
    {
        List<string> seen = [];
        while (_messages.TryTake(out string? message, Limit))
        {
            if (message.Contains(text, StringComparison.Ordinal))
            {
                return;
            }

            seen.Add(message);
        }

        throw new TimeoutException($"Nothing with '{text}' was logged, only: {string.Join(" | ", seen)}");
    }
}
