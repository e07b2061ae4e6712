package session_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/memory"
	"huiyin/shared/session"
)

// rule: PD-11
func TestACookieThatWasChangedOpensNothing(t *testing.T) {
	w := newWorld(t)
	cookie := w.signIn()
	account, secret, _ := strings.Cut(cookie, ".")
	for i := range secret {
		other := byte('A')
		if secret[i] == other {
			other = 'B'
		}
		w.lives(account+"."+secret[:i]+string(other)+secret[i+1:], false)
	}
	for _, last := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_" { // some of its bits count for nothing
		if changed := account + "." + secret[:42] + string(last); changed != cookie {
			w.lives(changed, false)
		}
	}
	for _, changed := range []string{
		"", ".", account, account + ".", "." + secret, "account-2." + secret, account + "#x." + secret, account + "." + secret + "A",
		account + "." + secret[:42], cookie + ".", cookie + "=", " " + cookie, strings.Repeat("a", 129) + "." + secret,
		account + "." + strings.ReplaceAll(strings.ReplaceAll(secret, "-", "+"), "_", "/") + "=",
	} {
		w.lives(changed, false)
	}
	w.lives(cookie, true)
}

// rule: PD-11
func TestWhatTheStoreHoldsOpensNothing(t *testing.T) {
	store := memory.New(1)
	w := newWorld(t)
	w.service.Store = store.Sessions()
	cookie := w.signIn()
	_, secret, _ := strings.Cut(cookie, ".")
	raw, err := json.Marshal(store.Everything())
	if err != nil {
		t.Fatal(err)
	}
	for what, s := range map[string]string{"the secret": secret, "the ID token": "id-1", "the refresh token": `refresh"`} {
		if bytes.Contains(raw, []byte(s)) {
			t.Errorf("the store holds %s", what)
		}
	}
	live, err := w.service.Look(ctx, w.now, cookie, true)
	if err != nil || bytes.Contains(raw, []byte(live.Form)) {
		t.Errorf("the store holds what forms carry, or: %v", err)
	}
}

// A session that was moved to another account in the store, by whatever
// mistake, does not open there.
func TestTokensBelongToTheirAccount(t *testing.T) {
	store := memory.New(1)
	w := newWorld(t)
	w.service.Store = store.Sessions()
	cookie := w.signIn()
	_, secret, _ := strings.Cut(cookie, ".")
	for _, one := range store.Everything()["sessions"].(map[string]any) {
		raw, err := json.Marshal(one)
		if err != nil {
			t.Fatal(err)
		}
		var moved session.Session
		if err := json.Unmarshal(raw, &moved); err != nil {
			t.Fatal(err)
		}
		moved.Account = "account-2"
		if err := store.Sessions().Begin(ctx, moved); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.service.Look(ctx, w.now, "account-2."+secret, true); !errs.Is(err, errs.Internal) {
		t.Errorf("opened in another account: %v", err)
	}
}

func TestFormsBelongToTheirSession(t *testing.T) {
	w := newWorld(t)
	one, err := w.look(w.signIn(), 0)
	if err != nil {
		t.Fatal(err)
	}
	cookie := w.signIn()
	two, err := w.look(cookie, 0)
	if err != nil {
		t.Fatal(err)
	}
	later, err := w.look(cookie, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if !two.Carries(later.Form) {
		t.Error("a form is worthless after a minute")
	}
	if one.Carries(two.Form) || one.Carries("") || (session.Live{}).Carries("") || strings.Contains(cookie, two.Form) {
		t.Error("a form of another session is taken")
	}
}

func TestWithoutChanceThereIsNoSession(t *testing.T) {
	w := newWorld(t)
	w.service.Random = failing{}
	if entry, err := w.service.SignIn(ctx, w.now, "li.na", "right", "a"); !errs.Is(err, errs.Internal) || entry.Cookie != "" {
		t.Errorf("cookie %q, %v", entry.Cookie, err)
	}
}
