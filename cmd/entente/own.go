package main

import (
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// without leaves out the files that this run itself writes, which may lie in
// the folder that it reads: "entente import .".
func without(docs iter.Seq[input], own []string) iter.Seq[input] {
	return func(yield func(input) bool) {
		for in := range docs {
			if !isOwn(in.doc.Origin.Path, own) && !yield(in) {
				return
			}
		}
	}
}

// ownFiles are those of a store, the list of failures and the journal.
func ownFiles(store, failed, journal string) []string {
	files := []string{failed, journal, journal + "-journal"}
	if path, ok := strings.CutPrefix(store, "sqlite:"); ok {
		path = strings.TrimPrefix(path, "//")
		files = append(files, path, path+"-wal", path+"-shm")
	}
	return files
}

func isOwn(path string, own []string) bool {
	return slices.ContainsFunc(own, func(file string) bool {
		if filepath.Base(path) != filepath.Base(file) {
			return false
		}
		a, errA := os.Stat(path)
		b, errB := os.Stat(file)
		return errA == nil && errB == nil && os.SameFile(a, b)
	})
}
