package roster

import (
	"bytes"
	"io/fs"
	"time"
)

// memoryFile is an open file of a folder in memory.
type memoryFile struct {
	*bytes.Reader
	name string
	size int64
}

// Close does nothing.
func (f *memoryFile) Close() error { return nil }

// Stat describes the file.
func (f *memoryFile) Stat() (fs.FileInfo, error) { return memoryInfo{f.name, f.size, 0o444}, nil }

// memoryDir is the folder itself, opened.
type memoryDir struct{ names []string }

// Close does nothing.
func (d *memoryDir) Close() error { return nil }

// Read fails: a folder has no bytes.
func (d *memoryDir) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: ".", Err: fs.ErrInvalid}
}

// Stat describes the folder.
func (d *memoryDir) Stat() (fs.FileInfo, error) {
	return memoryInfo{".", 0, fs.ModeDir | 0o555}, nil
}

// memoryInfo describes a file or folder in memory.
type memoryInfo struct {
	name string
	size int64
	mode fs.FileMode
}

// Name is the file's.
func (i memoryInfo) Name() string { return i.name }

// Size is in bytes.
func (i memoryInfo) Size() int64 { return i.size }

// Mode is read-only.
func (i memoryInfo) Mode() fs.FileMode { return i.mode }

// ModTime is unknown.
func (i memoryInfo) ModTime() time.Time { return time.Time{} }

// IsDir tells the folder from its files.
func (i memoryInfo) IsDir() bool { return i.mode.IsDir() }

// Sys is nil.
func (i memoryInfo) Sys() any { return nil }
