//go:build !unix

package graphtest

import "time"

// processorTime is not known here.
func processorTime() time.Duration { return 0 }
