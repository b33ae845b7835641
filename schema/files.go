package schema

import (
	"embed"
	"io/fs"
)

//go:embed actors/*.csv crosswalk/*.csv relations/*.yaml words/*.yaml
var files embed.FS

// ActorFiles is the built-in knowledge base, for layering a user's own over it.
func ActorFiles() fs.FS { return sub("actors") }

// RelationFiles are the built-in relations, for layering a user's own over them.
func RelationFiles() fs.FS { return sub("relations") }

// CrosswalkFiles lead from coders' terms to those of this project.
func CrosswalkFiles() fs.FS { return sub("crosswalk") }

// WordFiles are the sets of words that patterns and stages share.
func WordFiles() fs.FS { return sub("words") }

func sub(dir string) fs.FS {
	f, err := fs.Sub(files, dir)
	if err != nil { // only for a name that is not a valid path
		panic(err)
	}
	return f
}
