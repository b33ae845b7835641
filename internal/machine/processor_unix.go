//go:build unix

package machine

import (
	"syscall"
	"time"
)

// ProcessorTime is what this process has had of the processors: on a busy machine
// it says more than the clock.
func ProcessorTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
