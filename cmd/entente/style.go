package main

import (
	"io"
	"os"
	"strings"

	"github.com/entente-kg/entente/schema"
	"golang.org/x/term"
)

// style colours words on a terminal, and leaves them alone elsewhere.
type style struct{ on bool }

// styleFor colours when w is a terminal that does not ask otherwise
// (https://no-color.org).
func styleFor(w io.Writer) style {
	return style{isTerminal(w) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"}
}

func isTerminal(w io.Writer) bool {
	f, ok := fileOf(w)
	return ok && term.IsTerminal(int(f.Fd()))
}

// fileOf is the file that a writer writes to, where it is one.
func fileOf(w io.Writer) (*os.File, bool) {
	if k, ok := w.(*keeping); ok {
		w = k.Writer
	}
	f, ok := w.(*os.File)
	return f, ok
}

func (s style) wrap(code, text string) string {
	if !s.on || text == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func (s style) bold(t string) string { return s.wrap("1", t) }
func (s style) dim(t string) string  { return s.wrap("2", t) }

// alarm makes words red where there is cause.
func (s style) alarm(cause bool, t string) string {
	if !cause {
		return t
	}
	return s.wrap("31", t)
}

// role colours the words of a party or cue; without colour it brackets them.
func (s style) role(r schema.Role, t string) string {
	if !s.on {
		return "[" + t + "]"
	}
	switch r {
	case schema.RoleActor, schema.RoleMediator:
		return s.wrap("1;36", t)
	case schema.RoleRecipient:
		return s.wrap("1;33", t)
	case schema.RoleTheme:
		return s.wrap("35", t)
	case schema.RoleCue:
		return s.wrap("31", t)
	default:
		return s.wrap("1;4", t) // the trigger
	}
}

// legend says what the colours of role mean.
func (s style) legend() string {
	var words []string
	for _, r := range []schema.Role{schema.RoleActor, "trigger", schema.RoleRecipient, schema.RoleTheme, schema.RoleCue} {
		words = append(words, s.role(r, string(r)))
	}
	return strings.Join(words, "  ")
}
