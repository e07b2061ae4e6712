package browser

import (
	"sync"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// ownSessions is how many tabs of a role sign in by themselves: the desk lets
// nobody try more than ten times an hour. Those after them share.
const ownSessions = 4

// joined are the sessions that tabs have begun, by role.
var joined struct {
	sync.Mutex
	begun  map[string]int
	kept   map[string][]*network.Cookie
	shared int
}

// joins lets a tab share a session that another one has begun; false when it is
// to begin one of its own.
func (b *tab) joins(role string) bool {
	b.t.Helper()
	joined.Lock()
	defer joined.Unlock()
	if joined.begun == nil {
		joined.begun, joined.kept = map[string]int{}, map[string][]*network.Cookie{}
	}
	kept := joined.kept[role]
	if joined.begun[role] < ownSessions || len(kept) == 0 {
		joined.begun[role]++
		return false
	}
	joined.shared++
	c := kept[joined.shared%len(kept)]
	_, err := chromedp.Call(b.ctx, network.SetCookie, network.SetCookieParams{Name: c.Name, Value: c.Value, URL: the.page(""), Path: "/",
		Secure: new(true), HTTPOnly: new(true), SameSite: c.SameSite})
	b.must(err)
	b.open(the.page("console"))
	return true
}

// stays keeps the session that a tab has begun, for others of its role.
func (b *tab) stays(role string) {
	b.t.Helper()
	all, err := chromedp.Call(b.ctx, network.GetCookies, network.GetCookiesParams{URLs: []string{the.page("")}})
	b.must(err)
	joined.Lock()
	defer joined.Unlock()
	for _, c := range all.Cookies {
		if c.Name == "__Host-huiyin" {
			joined.kept[role] = append(joined.kept[role], c)
		}
	}
}
