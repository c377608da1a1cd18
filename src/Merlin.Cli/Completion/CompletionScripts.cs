namespace Merlin.Cli.Completion;

/// <summary>
/// Scripts that let a shell ask the program itself what may follow: <c>merlin "[suggest:POSITION]" "LINE"</c> prints
/// one candidate a line. Where there is none, the shell completes file names as usual.
/// </summary>
internal static class CompletionScripts
{
    private const string Bash = """
        # Completion of merlin for bash. To use it: source <(merlin completion bash)
        _merlin_complete() {
            local IFS=$'\n' word="${COMP_WORDS[COMP_CWORD]}"
            COMPREPLY=($(compgen -W "$(merlin "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "$word"))
        }
        complete -o default -F _merlin_complete merlin

        """;

    private const string Zsh = """
        #compdef merlin
        # Completion of merlin for zsh. To use it: source <(merlin completion zsh)
        _merlin() {
            local -a candidates
            candidates=("${(@f)$(merlin "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            candidates=(${candidates:#})
            if (( ${#candidates} )); then
                compadd -- "${candidates[@]}" || _files
            else
                _files
            fi
        }
        compdef _merlin merlin

        """;

    private const string Fish = """
        # Completion of merlin for fish. To use it: merlin completion fish | source
        complete -c merlin -a '(merlin "[suggest:"(commandline -C)"]" (commandline -cp | string collect) 2>/dev/null)'

        """;

    /// <summary>The shells that there is a script for.</summary>
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish"];

    /// <summary>The script for one of <see cref="Shells"/>.</summary>
    public static string For(string shell) => shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "fish" => Fish,
        _ => throw new ArgumentOutOfRangeException(nameof(shell), shell, "There is no script for this shell."),
    };
}
