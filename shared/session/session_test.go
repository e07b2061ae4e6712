package session_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/session"
	"huiyin/shared/words"
)

func TestASignInAnswersWhateverThePoolAsks(t *testing.T) {
	for name, asks := range map[string][]session.Ask{
		"nothing more":        nil,
		"a new password":      {session.NewPassword},
		"a code":              {session.Code},
		"an app to set up":    {session.Enrol},
		"one after the other": {session.NewPassword, session.Enrol, session.Code},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.pool.asks = asks
			entry, err := w.service.SignIn(ctx, w.now, " li.na ", "right", "203.0.113.9")
			for _, ask := range asks {
				if err != nil || entry.Next.Ask != ask || entry.Cookie != "" {
					t.Fatalf("asked %q with cookie %q, %v; want %q", entry.Next.Ask, entry.Cookie, err, ask)
				}
				entry, err = w.service.Answer(ctx, w.now, entry.Next, " 123 456 ", "203.0.113.9")
			}
			if err != nil || entry.Next.Ask != session.Nothing {
				t.Fatalf("at the end %q, %v", entry.Next.Ask, err)
			}
			for i, ask := range asks {
				// A password may begin with a space, a code has none.
				if want := map[bool]string{true: " 123 456 ", false: "123456"}[ask == session.NewPassword]; w.pool.answers[i] != want {
					t.Errorf("%s was answered with %q", ask, w.pool.answers[i])
				}
			}
			w.lives(entry.Cookie, true)
		})
	}
}

// rule: PD-11
func TestAWrongPasswordSaysTheSameForAnUnknownName(t *testing.T) {
	w := newWorld(t)
	_, wrong := w.service.SignIn(ctx, w.now, "li.na", "left", "a")
	_, unknown := w.service.SignIn(ctx, w.now, "nobody", "left", "a")
	if wrong == nil || wrong.Error() != unknown.Error() || strings.Contains(wrong.Error(), "li.na") {
		t.Errorf("%v and %v", wrong, unknown)
	}
	w.code(wrong, "session.refused")
}

func TestAnEmptyFieldIsNamedAndCountsForNothing(t *testing.T) {
	w := newWorld(t)
	w.service.Settings.Limits.PairPerHour = 0
	for _, c := range []struct{ name, password, fields string }{
		{" ", "", "name password"}, {"li.na", "", "password"}, {"", "x", "name"},
		{strings.Repeat("n", 129), "x", "name"}, {"li.na", strings.Repeat("x", 257), "password"},
	} {
		_, err := w.service.SignIn(ctx, w.now, c.name, c.password, "a")
		var fields []string
		for _, f := range errs.As(err).Fields {
			fields = append(fields, f.Path)
		}
		if strings.Join(fields, " ") != c.fields {
			t.Errorf("%q, %q: %v", c.name, c.password, err)
		}
	}
}

func TestAWrongCodeCanBeTypedAgain(t *testing.T) {
	w := newWorld(t)
	w.pool.asks = []session.Ask{session.Code}
	entry, err := w.service.SignIn(ctx, w.now, "li.na", "right", "a")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.service.Answer(ctx, w.now, entry.Next, "wrong", "a"); !errs.Is(err, errs.Invalid) {
		t.Errorf("a wrong code: %v", err)
	}
	again, err := w.service.Answer(ctx, w.now, entry.Next, "123456", "a")
	if err != nil || again.Cookie == "" {
		t.Errorf("the right one then: %v", err)
	}
}

// rule: PD-11
func TestTriesAreLimitedByNameAndAddress(t *testing.T) {
	for name, c := range map[string]struct {
		limits  session.Limits
		of      func(i int) (name, address string)
		allowed bool // for another name from another address
	}{
		"a name from an address": {session.Limits{3, 100, 100}, func(int) (string, string) { return "li.na", "a" }, true},
		"a name from anywhere": {session.Limits{100, 3, 100}, func(i int) (string, string) {
			return []string{"li.na", "LI.na", "Li.Na", "li.NA"}[i], string(rune('a' + i))
		}, true},
		"names from an address": {session.Limits{100, 100, 3}, func(i int) (string, string) { return string(rune('a' + i)), "a" }, true},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.service.Settings.Limits = c.limits
			for i := range 4 {
				user, address := c.of(i)
				_, err := w.service.SignIn(ctx, w.now, user, "guess", address)
				want := "session.refused"
				if i == 3 {
					want = "session.too_many"
				}
				w.code(err, want)
			}
			_, err := w.service.SignIn(ctx, w.now, "other", "guess", "elsewhere")
			w.code(err, "session.refused")
			// The right password does not help either, until the hour is over.
			user, address := c.of(0)
			if _, err := w.service.SignIn(ctx, w.now, user, "right", address); !errs.Is(err, errs.TooMany) || errs.As(err).Args["retryAfter"] != 3601 {
				t.Errorf("within the hour: %v, %v", err, errs.As(err).Args)
			}
			w.now = w.now.Add(time.Hour)
			if _, err := w.service.SignIn(ctx, w.now, user, "right", address); errs.Is(err, errs.TooMany) {
				t.Errorf("an hour later: %v", err)
			}
		})
	}
}

func TestCodesAreLimitedLikePasswords(t *testing.T) {
	w := newWorld(t)
	w.service.Settings.Limits.NamePerHour = 3
	step := session.Step{Ask: session.Code, Name: "li.na", Pass: "pass"}
	for i := range 4 {
		_, err := w.service.Answer(ctx, w.now, step, "wrong", string(rune('a'+i)))
		if want := map[bool]errs.Kind{true: errs.Invalid, false: errs.TooMany}[i < 3]; !errs.Is(err, want) {
			t.Errorf("try %d: %v", i, err)
		}
	}
	if len(w.pool.answers) != 3 {
		t.Errorf("the pool was asked %d times", len(w.pool.answers))
	}
}

// rule: PD-11
func TestASessionEndsWhenNobodyDoesAnything(t *testing.T) {
	w := newWorld(t)
	cookie := w.signIn()
	if _, err := w.look(cookie, 29*time.Minute); err != nil {
		t.Fatal("after 29 minutes:", err)
	}
	if _, err := w.look(cookie, 29*time.Minute); err != nil {
		t.Fatal("29 minutes after that:", err)
	}
	_, err := w.look(cookie, 30*time.Minute)
	w.code(err, "session.ended")
	_, err = w.look(cookie, 0)
	w.code(err, "session.none")
}

func TestAPageThatRefreshesItselfKeepsNobodySignedIn(t *testing.T) {
	w := newWorld(t)
	cookie := w.signIn()
	for range 29 {
		w.now = w.now.Add(time.Minute)
		if _, err := w.service.Look(ctx, w.now, cookie, false); err != nil {
			t.Fatal(err)
		}
	}
	if *w.store.writes != 0 {
		t.Errorf("%d writes for a page that asks for news", *w.store.writes)
	}
	_, err := w.look(cookie, time.Minute)
	w.code(err, "session.ended")
}

func TestASessionEndsAfterTwelveHoursWhateverIsDone(t *testing.T) {
	w := newWorld(t)
	cookie := w.signIn()
	for w.now.Sub(start) < 12*time.Hour-20*time.Minute {
		if _, err := w.look(cookie, 20*time.Minute); err != nil {
			t.Fatalf("after %v: %v", w.now.Sub(start), err)
		}
	}
	_, err := w.look(cookie, 20*time.Minute)
	w.code(err, "session.ended")
}

func TestAClickCostsAReadAndAWriteOnceAMinute(t *testing.T) {
	w := newWorld(t)
	cookie := w.signIn()
	*w.store.reads = 0
	for range 180 { // a click a second
		if _, err := w.look(cookie, time.Second); err != nil {
			t.Fatal(err)
		}
	}
	if *w.store.reads != 180 || *w.store.writes != 3 {
		t.Errorf("%d reads and %d writes for 180 clicks in three minutes", *w.store.reads, *w.store.writes)
	}
}

func TestATokenIsRenewedBeforeItEnds(t *testing.T) {
	w := newWorld(t)
	cookie := w.signIn()
	tokens := func(after time.Duration) string {
		t.Helper()
		live, err := w.look(cookie, after)
		if err != nil {
			t.Fatal(err)
		}
		return live.Token
	}
	tokens(28 * time.Minute)
	if got := tokens(27 * time.Minute); got != "id-1" {
		t.Errorf("after 55 minutes %s", got)
	}
	if got := tokens(time.Second); got != "id-2" || w.pool.tokens != 2 {
		t.Errorf("after 55 minutes and a second %s, %d tokens", got, w.pool.tokens)
	}
	if got := tokens(time.Second); got != "id-2" || w.pool.tokens != 2 {
		t.Errorf("right after that %s, %d tokens", got, w.pool.tokens)
	}
}

func TestAPoolThatIsDownDoesNotSignPeopleOut(t *testing.T) {
	w := newWorld(t)
	cookie := w.signIn()
	w.look(cookie, 29*time.Minute)
	w.pool.down = true
	if live, err := w.look(cookie, 28*time.Minute); err != nil || live.Token != "id-1" {
		t.Errorf("while the old token is good: %q, %v", live.Token, err)
	}
	if _, err := w.look(cookie, 4*time.Minute); !errs.Is(err, errs.Unavailable) {
		t.Errorf("when it has ended: %v", err)
	}
	w.pool.down = false
	if live, err := w.look(cookie, time.Minute); err != nil || live.Token != "id-2" {
		t.Errorf("when the pool is back: %q, %v", live.Token, err)
	}
}

func TestAnAccountThatThePoolDisabledIsSignedOut(t *testing.T) {
	w := newWorld(t)
	cookie := w.signIn()
	w.look(cookie, 29*time.Minute)
	w.pool.disabled = true
	_, err := w.look(cookie, 28*time.Minute)
	w.code(err, "session.ended")
	w.pool.disabled = false
	w.lives(cookie, false)
}

func TestSigningOutEndsThisSessionOnly(t *testing.T) {
	w := newWorld(t)
	here, there := w.signIn(), w.signIn()
	if err := w.service.SignOut(ctx, w.now, here, false); err != nil {
		t.Fatal(err)
	}
	w.lives(here, false)
	w.lives(there, true)
	if !w.pool.forgot["refresh"] || w.pool.forgot["everywhere"] {
		t.Errorf("the pool was told to forget %v", w.pool.forgot)
	}
	for _, cookie := range []string{here, "", "nonsense"} {
		if err := w.service.SignOut(ctx, w.now, cookie, true); err != nil {
			t.Errorf("sign out who is not signed in: %v", err)
		}
	}
	w.lives(there, true)
}

// rule: PD-11
func TestSigningOutEverywhereEndsAllSessionsAtOnce(t *testing.T) {
	w := newWorld(t)
	here, there := w.signIn(), w.signIn()
	if err := w.service.SignOut(ctx, w.now, here, true); err != nil {
		t.Fatal(err)
	}
	w.lives(here, false)
	w.lives(there, false)
	if !w.pool.forgot["everywhere"] {
		t.Errorf("the pool was told to forget %v", w.pool.forgot)
	}
	w.pool.forgot = map[string]bool{}
	w.lives(w.signIn(), true)
}

func TestAPoolThatIsDownKeepsNobodySignedIn(t *testing.T) {
	w := newWorld(t)
	here, there := w.signIn(), w.signIn()
	w.pool.down = true
	if err := w.service.SignOut(ctx, w.now, here, true); !errs.Is(err, errs.Unavailable) {
		t.Errorf("the pool did not answer, and nobody is told: %v", err)
	}
	w.lives(here, false)
	w.lives(there, false)
}

// Whoever finds a cookie that was left behind can't throw its owner out.
func TestASessionThatIsOverSignsNobodyElseOut(t *testing.T) {
	w := newWorld(t)
	old := w.signIn()
	w.now = w.now.Add(31 * time.Minute)
	fresh := w.signIn()
	if err := w.service.SignOut(ctx, w.now, old, true); err != nil {
		t.Fatal(err)
	}
	w.lives(fresh, true)
}

func TestEverySentenceIsThere(t *testing.T) {
	for _, code := range []string{"none", "ended", "refused", "begin_again", "too_many", "pool", "weak", "wrong_code", "form"} {
		if !words.Has("session." + code) {
			t.Errorf("session.%s has no sentence", code)
		}
	}
}

// A request that renews a token while its session is signed out elsewhere must
// not bring the session back.
func TestWhatEndsWhileItIsRenewedStaysEnded(t *testing.T) {
	w := newWorld(t)
	cookie := w.signIn()
	w.look(cookie, 29*time.Minute)
	w.service.Pool = outWhileRenewing{w, cookie}
	_, err := w.look(cookie, 28*time.Minute)
	w.code(err, "session.ended")
	w.service.Pool = w.pool
	w.lives(cookie, false)
}

type outWhileRenewing struct {
	*world
	cookie string
}

func (o outWhileRenewing) AppKey(ctx context.Context, refresh string) (string, error) {
	return o.pool.AppKey(ctx, refresh)
}

func (o outWhileRenewing) UseApp(ctx context.Context, refresh, code string) error {
	return o.pool.UseApp(ctx, refresh, code)
}

func (o outWhileRenewing) SignIn(ctx context.Context, name, password string) (session.Step, error) {
	return o.pool.SignIn(ctx, name, password)
}

func (o outWhileRenewing) Answer(ctx context.Context, step session.Step, answer string) (session.Step, error) {
	return o.pool.Answer(ctx, step, answer)
}

func (o outWhileRenewing) Forget(ctx context.Context, refresh string, everywhere bool) error {
	return o.pool.Forget(ctx, refresh, everywhere)
}

func (o outWhileRenewing) Refresh(ctx context.Context, refresh string) (session.Tokens, error) {
	if err := o.service.SignOut(ctx, o.now, o.cookie, true); err != nil {
		o.Error(err)
	}
	return session.Tokens{Account: "account-1", ID: "id-2", Life: time.Hour}, nil
}

func TestAnAppIsSetUpByItsOwner(t *testing.T) {
	w := newWorld(t)
	cookie := w.signIn()
	if key, err := w.service.AppKey(ctx, w.now, cookie); err != nil || key != "KEY of refresh" {
		t.Errorf("key %q, %v", key, err)
	}
	if err := w.service.UseApp(ctx, w.now, cookie, "1", "a"); !errs.Is(err, errs.Invalid) {
		t.Errorf("a wrong code: %v", err)
	}
	if err := w.service.UseApp(ctx, w.now, cookie, " ", "a"); !errs.Is(err, errs.Invalid) {
		t.Errorf("no code: %v", err)
	}
	if err := w.service.UseApp(ctx, w.now, cookie, "123 456", "a"); err != nil {
		t.Fatal(err)
	}
	if entry, err := w.service.SignIn(ctx, w.now, "li.na", "right", "a"); err != nil || entry.Next.Ask != session.Code || entry.Cookie != "" {
		t.Errorf("the next sign-in asks for %q, %v", entry.Next.Ask, err)
	}
	w.service.Settings.Limits.NamePerHour = 2
	for range 2 {
		w.service.UseApp(ctx, w.now, cookie, "1", "b")
	}
	w.code(w.service.UseApp(ctx, w.now, cookie, "123456", "b"), "session.too_many")
	w.now = w.now.Add(time.Hour)
	w.code(w.service.UseApp(ctx, w.now, cookie, "123456", "b"), "session.ended")
	_, err := w.service.AppKey(ctx, w.now, cookie)
	w.code(err, "session.none")
}
