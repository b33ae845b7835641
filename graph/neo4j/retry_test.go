package neo4j

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"syscall"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

func TestIsDown(t *testing.T) {
	refused := &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}
	for name, tt := range map[string]struct {
		given error
		want  bool
	}{
		"the driver could not connect":           {&neo4j.ConnectivityError{}, true},
		"the socket ended while a statement ran": {fmt.Errorf("run: %w", io.EOF), true},
		"it ended within a message":              {io.ErrUnexpectedEOF, true},
		"nobody listens":                         {refused, true},
		"retries ended, the last by an end":      {&neo4j.TransactionExecutionLimit{Cause: "timeout", Errors: []error{io.EOF}}, true},
		"retries ended, one without an answer":   {&neo4j.TransactionExecutionLimit{Errors: []error{errors.New("deadlock"), refused}}, true},
		"retries ended by deadlocks":             {&neo4j.TransactionExecutionLimit{Errors: []error{errors.New("deadlock")}}, false},
		"a wrong statement":                      {&neo4j.Neo4jError{Code: "Neo.ClientError.Statement.SyntaxError"}, false},
		"the caller gave up":                     {context.DeadlineExceeded, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := isDown(tt.given); got != tt.want {
				t.Errorf("isDown(%v) = %v, want %v", tt.given, got, tt.want)
			}
		})
	}
}
