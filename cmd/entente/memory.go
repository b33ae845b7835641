package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

// Room for what a long run holds beside the models and the knowledge base: a
// batch on its way into the store, and for each worker the parser's cache and a
// few articles.
const (
	roomOfRun    = 105 << 20
	roomOfWorker = 12 << 20
)

// boundMemory has the collector keep a long run near what it needs, whose peaks
// would else be half as large again. It is a soft bound: a run that needs more
// takes more. GOMEMLIMIT is the user's own.
func boundMemory(workers int) {
	if os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	debug.SetMemoryLimit(int64(m.HeapAlloc) + roomOfRun + int64(workers)*roomOfWorker)
}
