// Command serve keeps a Neo4j for tests up and runs a command with NEO4J_URI set to
// it; the server ends with the command:
//
//	go run ./internal/neo4jtest/serve go test ./...
//
// Without a command it prints the address and serves until its input ends.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"

	"github.com/entente-kg/entente/internal/neo4jtest"
)

func main() {
	code, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "serve:", err)
	}
	os.Exit(code)
}

func run(command []string) (int, error) {
	p, err := neo4jtest.Temporary()
	if err != nil {
		return 1, err
	}
	code, err := with(p, command)
	return code, errors.Join(err, p.Stop())
}

// with runs the command while the server is up.
func with(p *neo4jtest.Process, command []string) (int, error) {
	if len(command) == 0 {
		fmt.Println(p.URI)
		_, err := io.Copy(io.Discard, os.Stdin)
		return 0, err
	}
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Env = append(os.Environ(), "NEO4J_URI="+p.URI)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode(), nil
	}
	if err != nil {
		return 1, err
	}
	return 0, nil
}
