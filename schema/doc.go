// Package schema holds what can be known and the facts said in it: articles,
// entities, claims, the 42 relations (relations/*.yaml), the knowledge base of
// actors (actors/*.csv) and the Cypher of the graph (graph/*.cypher).
//
// It is the leaf of the project: nlp produces its types from text, graph keeps
// them, and neither knows the other.
package schema
