package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// The exit codes.
const (
	exitOK        = 0
	exitError     = 1  // the run could not go on
	exitSomeBad   = 2  // the run ended, some documents failed
	exitUsage     = 64 // as sysexits.h has it
	exitInterrupt = 130
)

// usageError is a mistake in how the command was called.
type usageError struct{ msg, hint string }

func (e usageError) Error() string { return e.msg }

func usage(hint, format string, args ...any) error {
	return usageError{fmt.Sprintf(format, args...), hint}
}

// errSomeBad ends a run in which documents failed; they have been reported.
var errSomeBad = errors.New("some documents failed")

// run is the whole command, without the process.
func run(ctx context.Context, args []string, in io.Reader, out, errOut io.Writer) int {
	written := &keeping{Writer: out}
	app := newApp(streams{in: in, out: written, err: errOut, command: commandLine(args)}) //nolint:contextcheck // a verb gets the context from its cli.Context
	err := app.RunContext(ctx, flagsFirst(app, args))
	if written.err != nil && (err == nil || errors.Is(err, errSomeBad)) {
		err = fmt.Errorf("write the output: %w", written.err) // what it should have said is lost
	}
	var u usageError
	var stopped interrupted
	var ofHelp cli.ExitCoder
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errSomeBad):
		return exitSomeBad
	case errors.Is(err, errUnwell):
		return exitError
	case errors.As(err, &u):
		hint := ""
		if u.hint != "" {
			hint = "; try: " + u.hint
		}
		fmt.Fprintf(errOut, "entente: %s\n", plain(u.msg+hint))
		return exitUsage
	case errors.As(err, &ofHelp): // of the flag library: there is no such verb to help with
		fmt.Fprintf(errOut, "entente: %s; try: entente help\n", plain(err.Error()))
		return exitUsage
	case errors.As(err, &stopped):
		fmt.Fprintf(errOut, "entente: %s\n", plain(stopped.Error()))
		return exitInterrupt
	case ctx.Err() != nil:
		fmt.Fprintln(errOut, "entente: interrupted")
		return exitInterrupt
	default:
		fmt.Fprintf(errOut, "entente: %s\n", plain(err.Error()))
		return exitError
	}
}

// commandLine is the command as a shell takes it.
func commandLine(args []string) string {
	words := []string{"entente"}
	for _, a := range args[min(1, len(args)):] {
		words = append(words, quoted(a))
	}
	return strings.Join(words, " ")
}

// keeping keeps the first error of a writer, so that verbs may print line by
// line without asking each time: run ends with it.
type keeping struct {
	io.Writer
	err error
}

func (k *keeping) Write(b []byte) (int, error) {
	n, err := k.Writer.Write(b)
	if k.err == nil {
		k.err = err
	}
	return n, err
}

// newApp lists the verbs: one file each.
func newApp(s streams) *cli.App {
	app := &cli.App{
		Name:                 "entente",
		Usage:                "a graph of who did what to whom in international relations, with the sentence behind every edge",
		UsageText:            "entente VERB [flags] [arguments]",
		Version:              version,
		EnableBashCompletion: true,
		// A folder may have a comma in its name.
		DisableSliceFlagSeparator: true,
		Reader:                    s.in,
		Writer:                    s.out,
		ErrWriter:                 s.err,
		ExitErrHandler:            func(*cli.Context, error) {},
		Commands: []*cli.Command{
			importVerb(s), extractVerb(s), entitiesVerb(s), parseVerb(s),
			showVerb(s), whyVerb(s), timelineVerb(s), diffVerb(s), statsVerb(s), actorsVerb(s), checkVerb(s),
			reviewVerb(s), decideVerb(s), retractVerb(s), rebuildVerb(s), doctorVerb(s),
			briefVerb(s), measureVerb(s), viewVerb(s),
			explainVerb(s), gapsVerb(s), evalVerb(s),
			exportVerb(s), copyVerb(s), submitVerb(s), workerVerb(s), queueVerb(s), resolveVerb(s), schemaVerb(s), completionVerb(s), versionVerb(s),
		},
		Action: func(c *cli.Context) error {
			if c.Args().Present() {
				return usage("entente help", "there is no verb %q", c.Args().First())
			}
			return cli.ShowAppHelp(c)
		},
	}
	badFlag := func(c *cli.Context, err error, _ bool) error {
		name := strings.TrimSpace("entente " + c.Command.Name)
		return usage(name+" --help", "%s", err)
	}
	app.OnUsageError = badFlag
	for _, v := range app.Commands {
		v.OnUsageError = badFlag
		if v.ArgsUsage == "" && len(v.Subcommands) == 0 {
			v.Action = takesNone(v.Action)
		}
		for _, sub := range v.Subcommands {
			sub.OnUsageError = badFlag
		}
	}
	return app
}

// takesNone refuses arguments of a verb that has none: whoever writes one, such
// as a file to export to or a graph to examine, means something by it.
func takesNone(action cli.ActionFunc) cli.ActionFunc {
	return func(c *cli.Context) error {
		if c.Args().Present() {
			return usage("entente "+c.Command.Name+" --help", "%s takes no argument, only flags; got %q", c.Command.Name, c.Args().First())
		}
		return action(c)
	}
}

// flagsFirst moves a verb's flags before its arguments, because the flag
// parser stops at the first argument and people write flags last.
func flagsFirst(app *cli.App, args []string) []string {
	if len(args) < 3 || args[len(args)-1] == "--generate-bash-completion" {
		return args
	}
	verb, begin := app.Command(args[1]), 2
	if verb == nil {
		return args
	}
	for _, sub := range verb.Subcommands {
		if args[2] == sub.Name {
			verb, begin = sub, 3
			break
		}
	}
	takesValue := map[string]bool{}
	for _, f := range verb.Flags {
		_, isBool := f.(*cli.BoolFlag)
		for _, n := range f.Names() {
			takesValue[n] = !isBool
		}
	}
	flags, rest := []string{}, []string{}
	for i := begin; i < len(args); i++ {
		a := args[i]
		if a == "--" {
			rest = append(rest, args[i+1:]...)
			break
		}
		if !strings.HasPrefix(a, "-") || a == "-" {
			rest = append(rest, a)
			continue
		}
		flags = append(flags, a)
		name, _, hasValue := strings.Cut(strings.TrimLeft(a, "-"), "=")
		if !hasValue && takesValue[name] && i+1 < len(args) {
			i++
			flags = append(flags, args[i])
		}
	}
	out := append(slices.Clone(args[:begin]), flags...)
	if len(rest) > 0 && len(flags) > 0 || strings.HasPrefix(strings.Join(rest, ""), "-") {
		out = append(out, "--")
	}
	return append(out, rest...)
}
