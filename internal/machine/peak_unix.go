//go:build unix

package machine

import (
	"os"
	"runtime"
	"syscall"
)

// Peak is the most memory that a process had, in bytes.
func Peak(p *os.ProcessState) int64 {
	u, ok := p.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return int64(u.Maxrss) //nolint:unconvert // 32 bits on some systems
	}
	return int64(u.Maxrss) << 10 //nolint:unconvert // likewise
}
