// Package read turns what people have (folders, globs, files, standard input,
// archives) into articles, one at a time and in one order.
//
// A format is one file with one value in the list Formats; the package opens
// the inputs, undoes compression, guards against bombs and completes what a
// format has found. A document that cannot be read is an *Error that says
// where it stands and what to do; the documents around it are not lost.
package read
