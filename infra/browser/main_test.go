package browser

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"huiyin/infra/local/stack"
	"huiyin/infra/local/tools"
)

// shanghai is the template's default zone.
var shanghai = func() *time.Location {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		panic(err)
	}
	return zone
}()

// morning is the desk's time when its stack starts: a Tuesday, in service time,
// far from every festival.
var morning = time.Date(2026, 6, 9, 10, 0, 0, 0, shanghai)

// the is the site that all tests share.
var the *site

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	home, err := os.MkdirTemp("", "huiyin-browser-")
	if err == nil {
		the, err = open(home)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "open the site:", err)
		return 1
	}
	code := m.Run()
	the.close()
	if code != 0 {
		fmt.Fprintln(os.Stderr, "the stack's logs are kept in", home)
		return code
	}
	os.RemoveAll(home)
	return 0
}

// open starts a desk and a browser.
func open(home string) (*site, error) {
	root, err := stack.FindRoot()
	if err != nil {
		return nil, err
	}
	chromium, err := findBrowser()
	if err != nil {
		return nil, err
	}
	if err := tools.Ensure(context.Background(), root, os.Stderr, tools.Axe); err != nil {
		return nil, err
	}
	axe, err := readAxe(root)
	if err != nil {
		return nil, err
	}
	s := &site{root: root, axe: axe}
	if s.Stack, err = stack.Start(context.Background(), stack.Options{
		Root: root, Home: home, ClockOffset: time.Until(morning).Truncate(time.Second), Log: os.Stderr,
	}); err != nil {
		return nil, err
	}
	s.connect()
	if err := s.launch(chromium); err != nil {
		s.Stop()
		return nil, fmt.Errorf("start %s: %w", chromium, err)
	}
	return s, nil
}

func (s *site) close() {
	s.endBrowser()
	s.Stop()
}

// findBrowser is where the browser is, or one line that says how to get one.
func findBrowser() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("found no Chromium: apt-get install chromium fonts-noto-cjk")
}

// readAxe is the script of axe-core.
func readAxe(root string) (string, error) {
	found, err := filepath.Glob(filepath.Join(root, ".tools", tools.Axe, "lib", "python3*", "site-packages", "*", "axe.min.js"))
	if err != nil || len(found) != 1 {
		return "", fmt.Errorf("look for axe.min.js: found %v, %v", found, err)
	}
	text, err := os.ReadFile(found[0])
	return string(text), err
}

// launch starts the browser with a profile of its own, and nothing in it that
// looks for updates or calls home.
func (s *site) launch(path string) error {
	allocator, freeAllocator := chromedp.NewExecAllocator(context.Background(),
		chromedp.ExecPath(path), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck,
		chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-dev-shm-usage", true), // a container's may be small
		chromedp.Flag("disable-prompt-on-repost", true),
		chromedp.Flag("disable-renderer-backgrounding", true), // tests side by side are all in front
		chromedp.Flag("disable-background-timer-throttling", true),
		chromedp.WSURLReadTimeout(time.Minute),
	)
	browser, closeBrowser := chromedp.NewContext(allocator)
	s.browser = browser
	s.endBrowser = func() { closeBrowser(); freeAllocator() }
	if err := chromedp.Do(browser); err != nil {
		s.endBrowser()
		return err
	}
	return nil
}
