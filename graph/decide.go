package graph

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Decide signs decisions, adds them to a store and projects what they concern.
// It fills in the claims of events, so that a decision holds for them however
// the event's ID may change; decisions read from a file have them already and
// may come before the articles that they are about. It returns how many are
// new. A wrong decision is refused, and all others with it.
func Decide(ctx context.Context, s Store, r Resolver, ds []Decision, opt ImportOptions) (int, error) {
	ds = slices.Clone(ds)
	for i := range ds {
		if err := fillEvents(ctx, s, &ds[i]); err != nil {
			return 0, err
		}
		if err := ds[i].Sign(); err != nil {
			return 0, err
		}
	}
	n, err := s.Decide(ctx, ds, r.Block)
	if err != nil {
		return n, err
	}
	_, err = Project(ctx, s, r, opt)
	return n, err
}

// fillEvents gives a decision about events their claims and block.
func fillEvents(ctx context.Context, s Reader, d *Decision) error {
	if !d.AboutEvents() || d.Claims != nil {
		return nil
	}
	for i, id := range d.About {
		e, err := s.Event(ctx, id)
		if errors.Is(err, ErrNotFound) {
			return fmt.Errorf("decision: event %w; take the ID from show, why or export", err)
		}
		if err != nil {
			return err
		}
		d.Claims = append(d.Claims, e.Claims)
		if i == 0 && d.Kind == Same {
			d.Block = e.Block
		}
	}
	return nil
}

// Retract takes an article back and projects what is left. An article that is
// retracted stays so when it is imported again; Restore undoes it.
func Retract(ctx context.Context, s Store, r Resolver, what Retraction, opt ImportOptions) (bool, error) {
	changed, err := s.Retract(ctx, what)
	if err != nil {
		return false, err
	}
	_, err = Project(ctx, s, r, opt)
	return changed, err
}

// Restore lets a retracted article count again, with the claims that it had.
func Restore(ctx context.Context, s Store, r Resolver, article string, opt ImportOptions) (bool, error) {
	changed, err := s.Restore(ctx, article)
	if err != nil {
		return false, err
	}
	_, err = Project(ctx, s, r, opt)
	return changed, err
}
