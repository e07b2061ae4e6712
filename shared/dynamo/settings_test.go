package dynamo_test

import (
	"sync"
	"testing"

	"huiyin/shared/dynamo"
)

// A secret is made once, however many ask for it at once, and is another one
// under another name.
func TestASecretIsMadeOnce(t *testing.T) {
	name := newTable(t)
	var group sync.WaitGroup
	secrets := make([]string, 8)
	for i := range secrets {
		group.Go(func() {
			secret, err := dynamo.New(settings(t, nil), name, 1).Secret(t.Context(), "cursor")
			if err != nil {
				t.Errorf("secret: %v", err)
			}
			secrets[i] = string(secret)
		})
	}
	group.Wait()
	for _, s := range secrets {
		if len(s) != 32 || s != secrets[0] {
			t.Errorf("a secret of %d bytes, or not the first one", len(s))
		}
	}
	other, err := dynamo.New(settings(t, nil), name, 1).Secret(t.Context(), "phone")
	if err != nil || string(other) == secrets[0] {
		t.Errorf("one secret under two names: %v", err)
	}
}
