//go:build unix

package telemetry

import (
	"os"
	"strconv"
	"strings"
	"syscall"
)

// usage is the processor time of this process, in seconds, and the memory that
// it holds, in bytes; 0 where that is not known.
func usage() (cpu, resident float64) {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err == nil {
		cpu = float64(u.Utime.Sec+u.Stime.Sec) + float64(u.Utime.Usec+u.Stime.Usec)/1e6
	}
	if b, err := os.ReadFile("/proc/self/statm"); err == nil {
		if fields := strings.Fields(string(b)); len(fields) > 1 {
			if pages, err := strconv.ParseFloat(fields[1], 64); err == nil {
				resident = pages * float64(os.Getpagesize())
			}
		}
	}
	return cpu, resident
}
