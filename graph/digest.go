package graph

import (
	"encoding/json"

	"github.com/entente-kg/entente/schema"
)

// Digest tells whether an event has changed since it was written, so that an
// engine writes only those that have.
func (e *Event) Digest() string {
	b, err := json.Marshal(e)
	if err != nil { // strings, numbers and lists of them; a float that is no number would be a fault of the schema
		panic(err)
	}
	return schema.Hash(string(b))
}
