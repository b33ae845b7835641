// Package encoder reads sentences with a small transformer of the kind of BERT:
// tokens are cut into the pieces of a vocabulary, and a token gets the state of
// its first piece after the last layer, a row of float32.
//
// The network is that of Devlin et al., "BERT: Pre-training of Deep
// Bidirectional Transformers for Language Understanding" (2019), with the norm
// after each part. Its weights are small integers with a scale for each row;
// the input of each product is rounded to small integers as well. Everything
// else is float32, in one order of operations, so that every processor gives
// the same bytes, whichever sentences are read together.
//
// The file of a model is made by internal/train/encoder/pack.py, whose README
// gives the layout.
package encoder
