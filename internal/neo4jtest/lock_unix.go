//go:build unix

package neo4jtest

import (
	"os"
	"path/filepath"
	"syscall"

	"github.com/entente-kg/entente/schema"
)

// held keeps the lock's file open, and so the lock, until the process ends.
var held *os.File //nolint:unused // to be written is its use

// lock waits until no other process of this machine tests on the server.
func lock(uri string) error {
	f, err := os.OpenFile(filepath.Join(os.TempDir(), "entente-neo4j-"+schema.Hash(uri)+".lock"), os.O_CREATE|os.O_RDWR, 0o666)
	if err != nil {
		return err
	}
	held = f
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX)
}
