package queue

import (
	"sync"
	"time"
)

// Stats are what a worker has counted since it began.
type Stats struct {
	Taken     int `json:"taken"`     // messages
	Again     int `json:"again"`     // of them, those that were given out before
	Written   int `json:"written"`   // articles, new or changed
	Unchanged int `json:"unchanged"` // articles that the store had, or a later version of them
	LeftOut   int `json:"left_out"`  // coders' rows of which no claim can be made
	Claims    int `json:"claims"`    // written
	Failed    int `json:"failed"`    // tries in vain
	Dead      int `json:"dead"`      // articles that went to the dead letters
	Batches   int `json:"batches"`   // transactions of articles
	Blocks    int `json:"blocks"`    // resolved into events
	Edges     int `json:"edges"`     // summed up
	// StoreSeconds is what writing took, and WaitSeconds the wait for a store
	// that was out of reach.
	StoreSeconds float64 `json:"store_seconds"`
	WaitSeconds  float64 `json:"wait_seconds"`
}

// meter counts for several goroutines.
type meter struct {
	host  string
	mu    sync.Mutex
	stats Stats
	state State
	past  [61]int // articles done in each of the last seconds, round and round
	at    int64   // the second of the last entry
}

func (m *meter) set(s State) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.state = s
}

// count changes the stats.
func (m *meter) count(f func(*Stats)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	before := m.stats.Written + m.stats.Unchanged
	f(&m.stats)
	m.turn()
	m.past[m.at%int64(len(m.past))] += m.stats.Written + m.stats.Unchanged - before
}

// turn empties the seconds since the last entry.
func (m *meter) turn() {
	now := time.Now().Unix()
	if m.at == 0 || now-m.at > int64(len(m.past)) {
		m.past, m.at = [61]int{}, now
	}
	for m.at < now {
		m.at++
		m.past[m.at%int64(len(m.past))] = 0
	}
}

// read gives the stats, the state, and the rate of the last minute, without the
// second that has only begun.
func (m *meter) read() (Stats, State, float64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.turn()
	sum := -m.past[m.at%int64(len(m.past))]
	for _, n := range m.past {
		sum += n
	}
	return m.stats, m.state, float64(sum) / float64(len(m.past)-1)
}

func (m *meter) taken(tasks []*task) {
	m.count(func(s *Stats) {
		s.Taken += len(tasks)
		for _, t := range tasks {
			if t.suspect {
				s.Again++
			}
		}
	})
}

func (m *meter) failed() { m.count(func(s *Stats) { s.Failed++ }) }

func (m *meter) buried() { m.count(func(s *Stats) { s.Dead++ }) }
