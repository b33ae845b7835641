// Package machine says on what something was measured, and how much memory and
// processor time a program took there.
package machine

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
)

// Description is the machine in a few words: processor, cores, memory, system with
// its kernel, Go.
func Description() string {
	system := runtime.GOOS + "/" + runtime.GOARCH
	if b, err := os.ReadFile("/proc/sys/kernel/osrelease"); err == nil {
		system += " " + strings.TrimSpace(string(b))
	}
	name := field("/proc/cpuinfo", "model name")
	if name == "" {
		name = "a processor without a name"
	}
	words := []string{name, fmt.Sprintf("%d cores", runtime.NumCPU())}
	if kilobytes, err := strconv.ParseFloat(strings.TrimSuffix(field("/proc/meminfo", "MemTotal"), " kB"), 64); err == nil {
		words = append(words, fmt.Sprintf("%.0f GB of memory", kilobytes*1024/1e9))
	}
	return strings.Join(append(words, system, runtime.Version()), ", ")
}

// field is what a file of Linux says of a thing, "" where there is none.
func field(path, name string) string {
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if key, value, ok := strings.Cut(lines.Text(), ":"); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}
