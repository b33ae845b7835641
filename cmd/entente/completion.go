package main

import (
	"fmt"

	"github.com/urfave/cli/v2"
)

// completions are the scripts that ask the program itself what may follow.
var completions = map[string]string{
	"bash": `_entente() {
  local cur opts
  cur="${COMP_WORDS[COMP_CWORD]}"
  if [[ "$cur" == -* ]]; then
    opts=$("${COMP_WORDS[@]:0:$COMP_CWORD}" "$cur" --generate-bash-completion 2>/dev/null)
  else
    opts=$("${COMP_WORDS[@]:0:$COMP_CWORD}" --generate-bash-completion 2>/dev/null)
  fi
  COMPREPLY=($(compgen -W "$opts" -- "$cur"))
}
complete -o bashdefault -o default -F _entente entente
`,
	"zsh": `#compdef entente
_entente() {
  local -a opts
  opts=("${(@f)$(${words[@]:0:#words[@]-1} --generate-bash-completion 2>/dev/null)}")
  if [[ -n "$opts" ]]; then _describe 'values' opts; else _files; fi
}
compdef _entente entente
`,
	"fish": `complete -c entente -f -n '__fish_use_subcommand' -a '(entente --generate-bash-completion 2>/dev/null)'
complete -c entente -F -n 'not __fish_use_subcommand'
`,
}

// completionVerb prints a shell's completion script.
func completionVerb(s streams) *cli.Command {
	return &cli.Command{
		Name:      "completion",
		Usage:     "print the completion script for bash, zsh or fish",
		ArgsUsage: "bash|zsh|fish",
		Action: func(c *cli.Context) error {
			script, ok := completions[c.Args().First()]
			if !ok {
				return usage("source <(entente completion bash)", "completion %q: want bash, zsh or fish", c.Args().First())
			}
			_, err := fmt.Fprint(s.out, script)
			return err
		},
	}
}
