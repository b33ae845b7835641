package schema

import (
	"embed"
	"io/fs"
)

//go:embed actors relations words
var files embed.FS

// ActorFiles, RelationFiles and WordFiles are the built-in folders, for
// layering a user's own over them.
func ActorFiles() fs.FS    { return sub("actors") }
func RelationFiles() fs.FS { return sub("relations") }
func WordFiles() fs.FS     { return sub("words") }

func sub(dir string) fs.FS {
	f, err := fs.Sub(files, dir)
	if err != nil { // only for a name that is not a valid path
		panic(err)
	}
	return f
}
