//go:build !embedded

package main

import (
	"errors"
	"log/slog"

	"github.com/urfave/cli/v2"
)

// embeddedServer is in programs that were built with it: it adds 10 MB to one.
func embeddedServer(*cli.Context, *slog.Logger) (func(), error) {
	return nil, errors.New("this entente was built without the NATS server; build one with: go build -tags embedded ./cmd/entente (or make build-embedded), or start a server: nats-server -js")
}
