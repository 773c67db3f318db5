package browser

import (
	"context"
	"flag"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"

	"unimodal-bias-lab/web/headless"
)

// mostBrowsers run at a time, on a machine with as many cores: each takes some
// hundred megabytes.
const mostBrowsers = 4

// chromium is a browser that one test at a time has to itself, so that nobody else
// takes its focus or its clipboard. Its tabs are used again: a page that comes
// after another of the same site finds the program compiled, which halves what a
// test costs. What earlier pages have stored is deleted.
type chromium struct {
	number int
	ctx    context.Context // nil: not started yet
	rest   []target.ID     // tabs without a test
}

// unoptimised is an engine that leaves JavaScript as it is compiled first. What it makes of functions that are used often comes one
// by one for hours, each time more of them, and thrown away it is never: on that ground nobody would see what a page leaves behind.
const unoptimised = "--no-opt --no-maglev"

// browsers are those of this run.
var browsers struct {
	start func(number int) (context.Context, error)
	free  chan *chromium

	sync.Mutex
	claimed map[string]*chromium // by the name of the test
	stop    []context.CancelFunc
}

// startBrowsers starts the first; another follows when there is a test for it.
func startBrowsers(chrome, temp string) error {
	parallel := flag.Lookup("test.parallel").Value
	n, err := strconv.Atoi(parallel.String())
	if err != nil {
		return err
	}
	n = min(n, mostBrowsers)
	if err := parallel.Set(strconv.Itoa(n)); err != nil {
		return err
	}
	browsers.claimed = map[string]*chromium{}
	browsers.start = func(number int) (context.Context, error) {
		options := headless.Options(chrome, filepath.Join(temp, fmt.Sprint("profile-", number)),
			chromedp.WindowSize(640, 480),
			chromedp.Flag("process-per-site", true), // a tab after another finds the program compiled
			chromedp.Flag("disable-quic", true),
			chromedp.Flag("disable-back-forward-cache", true), // a page that was left is gone
		)
		if long() {
			options = append(options, chromedp.Flag("js-flags", unoptimised))
		}
		allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
		ctx, stop := chromedp.NewContext(allocator)
		browsers.Lock()
		browsers.stop = append(browsers.stop, stopAllocator, stop)
		browsers.Unlock()
		if err := chromedp.Do(ctx); err != nil {
			return nil, fmt.Errorf("%s does not start: %w", chrome, err)
		}
		return ctx, nil
	}
	first, err := browsers.start(0)
	if err != nil {
		return err
	}
	browsers.free = make(chan *chromium, n)
	browsers.free <- &chromium{ctx: first}
	for i := range n - 1 {
		browsers.free <- &chromium{number: 1 + i}
	}
	return nil
}

func stopBrowsers() {
	for _, stop := range slices.Backward(browsers.stop) {
		stop()
	}
}

// claim gives the test a browser, and lets it run beside other tests. Its subtests
// share the browser, one after the other.
func claim(t *testing.T) *chromium {
	t.Helper()
	name, _, within := strings.Cut(t.Name(), "/")
	browsers.Lock()
	c := browsers.claimed[name]
	browsers.Unlock()
	if c != nil {
		return c
	}
	if within {
		t.Fatal("a test whose subtests open pages begins with claim(t)")
	}
	t.Parallel()
	c = <-browsers.free
	browsers.Lock()
	browsers.claimed[name] = c
	browsers.Unlock()
	t.Cleanup(func() {
		browsers.Lock()
		delete(browsers.claimed, name)
		browsers.Unlock()
		browsers.free <- c
	})
	if c.ctx == nil {
		ctx, err := browsers.start(c.number)
		if err != nil {
			t.Fatal(err)
		}
		c.ctx = ctx
	}
	return c
}

// tab returns the context of a tab that is as good as new.
func (c *chromium) tab(t *testing.T) context.Context {
	t.Helper()
	options := []chromedp.ContextOption{chromedp.WithDetachOnCancel()} // with its session end its emulations and scripts
	if last := len(c.rest) - 1; last >= 0 {
		options = append(options, chromedp.WithTargetID(c.rest[last]))
		c.rest = c.rest[:last]
	}
	ctx, detach := chromedp.NewContext(c.ctx, options...)
	p := &tab{T: t, ctx: ctx}
	p.do(chromedp.Do(ctx))
	id := chromedp.FromContext(ctx).Target.TargetID
	t.Cleanup(func() {
		defer detach()
		if !t.Failed() && rest(ctx) == nil {
			c.rest = append(c.rest, id)
			return
		}
		chromedp.CallBrowser(c.ctx, target.CloseTarget, target.CloseTargetParams{TargetID: id}) // who knows what state it is in
	})
	send(p, storage.ClearDataForOrigin, storage.ClearDataForOriginParams{Origin: server.URL, StorageTypes: "all"})
	send(p, network.ClearBrowserCache, cdp.Empty{})
	if _, err := chromedp.CallBrowser(ctx, target.ActivateTarget, target.ActivateTargetParams{TargetID: id}); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// rest ends the page of a test, and forgets where its tab has been.
func rest(tab context.Context) error {
	ctx, stop := context.WithTimeout(tab, patience)
	defer stop()
	if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+restPath)); err != nil {
		return err
	}
	_, err := chromedp.Call(ctx, page.ResetNavigationHistory, cdp.Empty{})
	return err
}
