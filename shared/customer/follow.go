package customer

import (
	"context"
	"slices"
)

// hops bounds how many merges are followed: each of them was somebody's work.
const hops = 40

// Follow reads a file by id, or the one that it became part of, over however
// many merges: what was filed under a file is the customer's. read reads a file,
// a missing one is errs.NotFound.
func Follow(ctx context.Context, read func(ctx context.Context, id string) (Customer, error), id string) (c Customer, err error) {
	for range hops {
		if c, err = read(ctx, id); err != nil || c.Merged == "" {
			return c, err
		}
		id = c.Merged
	}
	return c, err
}

// FollowAll is Follow for up to 100 ids, with as many reads as the longest way
// has files; missing files are left out. read reads up to 100 files in any
// order.
func FollowAll(ctx context.Context, read func(ctx context.Context, ids []string) ([]Customer, error), ids []string) (map[string]Customer, error) {
	found := map[string]Customer{} // by the id that was asked for
	at := map[string][]string{}    // who asked, by where his way has come to
	for _, id := range ids {
		if !slices.Contains(at[id], id) {
			at[id] = append(at[id], id)
		}
	}
	for hop := 0; len(at) > 0 && hop < hops; hop++ {
		var next []string
		for id := range at {
			next = append(next, id)
		}
		slices.Sort(next)
		files, err := read(ctx, next)
		if err != nil {
			return nil, err
		}
		on := map[string][]string{}
		for _, c := range files {
			for _, asked := range at[c.ID] {
				if c.Merged != "" {
					on[c.Merged] = append(on[c.Merged], asked)
				} else {
					found[asked] = c
				}
			}
		}
		at = on
	}
	return found, nil
}
