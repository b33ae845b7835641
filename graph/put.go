package graph

// Latest keeps of several records of one article the last, in its place of
// the first, for engines that write a batch as a set.
func Latest(recs []Record) []Record {
	at := make(map[string]int, len(recs))
	out := make([]Record, 0, len(recs))
	for _, r := range recs {
		if i, ok := at[r.Article.ID]; ok {
			out[i] = r
			continue
		}
		at[r.Article.ID] = len(out)
		out = append(out, r)
	}
	return out
}
