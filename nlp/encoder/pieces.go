package encoder

// Pieces are tokens cut into pieces. They can be filled again after Reset.
type Pieces struct {
	IDs   []int32 // of all tokens, one after the other, without those that begin and end a window
	First []int32 // of each token, the index in IDs of its first piece
	Ends  []int32 // of each sentence, the index behind its last token
	Marks []uint8 // of each token, what the reader of the states knows of it besides; empty where all are 0

	buf []byte // what Cut reads of a token
}

// Reset forgets all tokens.
func (p *Pieces) Reset() {
	p.IDs, p.First, p.Ends, p.Marks = p.IDs[:0], p.First[:0], p.Ends[:0], p.Marks[:0]
}

// EndSentence notes that a sentence ends behind the token cut last.
func (p *Pieces) EndSentence() {
	if n := int32(len(p.First)); n > 0 && (len(p.Ends) == 0 || p.Ends[len(p.Ends)-1] < n) {
		p.Ends = append(p.Ends, n)
	}
}

// Count is the number of pieces of token i, one or more.
func (p *Pieces) Count(i int) int { return p.at(i+1) - p.at(i) }

// at is where the pieces of token i begin, or all end.
func (p *Pieces) at(i int) int {
	if i == len(p.First) {
		return len(p.IDs)
	}
	return int(p.First[i])
}

// Window is a stretch of tokens that are read together: those from First up to,
// and without, Last.
type Window struct{ First, Last int }

// Windows shares the tokens out among as few windows of at most limit pieces
// as will do, about equally long, which end where sentences end. Only a
// sentence of more than limit pieces is cut, in windows of its own; and only a
// token of more than limit pieces makes a window that is longer.
func (p *Pieces) Windows(limit int) []Window {
	all := len(p.IDs)
	if all == 0 || limit < 1 {
		return nil
	}
	count := (all + limit - 1) / limit
	target := (all + count - 1) / count
	var ws []Window
	first := 0
	end := func(last int) {
		if last > first {
			ws = append(ws, Window{first, last})
		}
		first = last
	}
	for start, i := 0, 0; start < len(p.First); i++ {
		stop := len(p.First) // tokens behind the last sentence are one, too
		if i < len(p.Ends) {
			stop = int(p.Ends[i])
		}
		if p.size(first, stop) > limit {
			end(start)
		}
		for p.size(first, stop) > limit {
			last := first + 1
			for last < stop && p.size(first, last+1) <= limit {
				last++
			}
			end(last)
		}
		if first > start || p.size(first, stop) >= target {
			end(stop)
		}
		start = stop
	}
	end(len(p.First))
	return ws
}

// size is the number of pieces of the tokens from first up to last.
func (p *Pieces) size(first, last int) int { return p.at(last) - p.at(first) }
