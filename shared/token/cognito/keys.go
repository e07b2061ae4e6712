package cognito

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwk"

	"huiyin/shared/errs"
)

const (
	// fetchTime bounds a fetch: somebody waits for it.
	fetchTime = 3 * time.Second
	// refreshEvery is how often an unknown key makes us fetch again, at most.
	refreshEvery = time.Minute
	// maxKeys bounds what a fetch reads; two keys have about 1 KB.
	maxKeys = 64 << 10
)

// keys are the published keys of a pool.
type keys struct {
	url    string
	client *http.Client

	mu      sync.Mutex // held while fetching: whoever comes then needs the same answer
	set     jwk.Set
	fetched time.Time // when a fetch was last begun, with a set in hand
}

// find is the key of an id; errs.Unauthenticated when the pool has none such,
// errs.Unavailable when the pool did not say.
func (k *keys) find(ctx context.Context, kid string) (jwk.Key, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.set != nil {
		if key, ok := k.set.LookupKeyID(kid); ok {
			return key, nil
		}
		if time.Since(k.fetched) < refreshEvery {
			return nil, refused()
		}
		k.fetched = time.Now() // also when it fails: no more than one a minute
	}
	set, err := k.fetch(ctx)
	if err != nil {
		return nil, errs.New(errs.Unavailable, "token.keys").Because(err)
	}
	k.set, k.fetched = set, time.Now()
	if key, ok := set.LookupKeyID(kid); ok {
		return key, nil
	}
	return nil, refused()
}

func (k *keys) fetch(ctx context.Context) (jwk.Set, error) {
	ctx, cancel := context.WithTimeout(ctx, fetchTime)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, k.url, nil)
	if err != nil {
		return nil, fmt.Errorf("ask for the pool's keys: %w", err)
	}
	response, err := k.client.Do(request)
	if err != nil {
		return nil, fmt.Errorf("fetch the pool's keys: %w", err)
	}
	defer func() { _ = response.Body.Close() }() // nothing is to be done about it
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("fetch the pool's keys: status %d", response.StatusCode)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, maxKeys))
	if err != nil {
		return nil, fmt.Errorf("read the pool's keys: %w", err)
	}
	set, err := jwk.Parse(body)
	if err != nil {
		return nil, fmt.Errorf("decode the pool's keys: %w", err)
	}
	return set, nil
}
