package encoder

// Pieces are sentences whose tokens are cut into pieces. They can be filled
// again after Reset.
type Pieces struct {
	IDs   []int32 // of all tokens, one after the other, without those that begin and end a sentence
	First []int32 // of each token, the index in IDs of its first piece
	Ends  []int32 // of each sentence, the index behind its last token
	Marks []uint8 // of each token, what is known of it besides; empty where all are 0

	buf []byte // what Cut reads of a token
}

// Reset forgets all sentences.
func (p *Pieces) Reset() {
	p.IDs, p.First, p.Ends, p.Marks = p.IDs[:0], p.First[:0], p.Ends[:0], p.Marks[:0]
}

// EndSentence notes that a sentence ends behind the token cut last.
func (p *Pieces) EndSentence() { p.Ends = append(p.Ends, int32(len(p.First))) }

// Sentence gives the tokens of sentence i, from first up to last, and how many
// pieces they have.
func (p *Pieces) Sentence(i int) (first, last, size int) {
	if i > 0 {
		first = int(p.Ends[i-1])
	}
	last = int(p.Ends[i])
	return first, last, p.at(last) - p.at(first)
}

// DropSentence forgets the last sentence.
func (p *Pieces) DropSentence() {
	first, _, _ := p.Sentence(len(p.Ends) - 1)
	p.IDs, p.First, p.Ends = p.IDs[:p.at(first)], p.First[:first], p.Ends[:len(p.Ends)-1]
	p.Marks = p.Marks[:min(first, len(p.Marks))]
}

// at is where the pieces of token i begin, or all end.
func (p *Pieces) at(i int) int {
	if i == len(p.First) {
		return len(p.IDs)
	}
	return int(p.First[i])
}
