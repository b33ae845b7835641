// Package press invents articles of any number, for measuring: the same ones
// every time. Plain's are simple sentences, one claim each; those of News have
// the language of news.
package press
