package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"text/tabwriter"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// labPath is where the whole site is served.
const labPath = "/lab/"

// weak is how many times slower a weak device is than this one.
const weak = 6

// moves are how often a drag of the operating point stops on its way.
const moves = 12

// dragged are the scenarios in which the operating point is dragged.
var dragged = []string{"late", "intermediate", "adam"}

// drag is how the picture answers a hand: for each move, after how many milliseconds and frames the handle lies beneath it;
// and the fingerprint of the run that it leaves.
type drag struct {
	Milliseconds, Frames []float64
	Run                  string
}

// labPage is the lab in a tab.
type labPage struct {
	ctx  context.Context
	stop context.CancelFunc
}

// visit opens the lab in a tab of its own, where it rests.
func (l *lab) visit() (*labPage, error) {
	ctx, stop := chromedp.NewContext(l.tab)
	p := &labPage{ctx, stop}
	err := errors.Join(
		chromedp.Do(ctx, chromedp.EmulateViewport(1280, 800)),
		chromedp.Do(ctx, chromedp.Navigate(l.address+labPath+"?autoplay=0#v=1&scenario=late")),
	)
	if err == nil {
		_, err = p.js(`new Promise((done) => { (function look() { globalThis.unimodalBias ? done(unimodalBias.ready.then(() => '')) : setTimeout(look, 20); })(); })`)
	}
	if err == nil {
		_, err = p.js(follow)
	}
	if err != nil {
		stop()
		return nil, fmt.Errorf("the lab does not open: %w", err)
	}
	return p, nil
}

// follow waits until the handle lies where the hand has gone, and counts from the event of that move.
const follow = `
globalThis.moved = 0;
document.addEventListener('pointermove', ({timeStamp}) => { moved = timeStamp; }, {capture: true});
globalThis.follow = (x, y) => new Promise((done) => {
	let frames = 0;
	const {style, parentElement} = document.querySelector('[data-handle="phase"]');
	const layer = parentElement.getBoundingClientRect();
	moved = 0;
	requestAnimationFrame(function look() {
		if (moved) frames++;
		const side = parseFloat(style.inlineSize) / 2;
		const far = Math.hypot(layer.left + parseFloat(style.left) + side - x, layer.top + parseFloat(style.top) + side - y);
		if (moved && far < 2) done(JSON.stringify([performance.now() - moved, frames]));
		else requestAnimationFrame(look);
	});
});
''`

// js evaluates an expression that is a text, or the promise of one.
func (p *labPage) js(expression string) (string, error) {
	return chromedp.Run(p.ctx, chromedp.Evaluate[string](expression, chromedp.EvalAwaitPromise))
}

func (p *labPage) mouse(kind input.DispatchMouseEventType, x, y float64) error {
	_, err := chromedp.Call(p.ctx, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: kind, X: x, Y: y, Button: input.MouseButtonLeft, Buttons: 1, ClickCount: 1})
	return err
}

// drag takes the operating point of a scenario around, on a processor so many times slower.
func (p *labPage) drag(slug string, slower float64) (d drag, err error) {
	slowDown := func(rate float64) error {
		_, err := chromedp.Call(p.ctx, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: rate})
		return err
	}
	place, err := p.js(fmt.Sprintf(`unimodalBias.set({scenario: %q, epoch: 50}).then(() => unimodalBias.settled()).then(() => {
		if (!document.querySelector('[data-handle="phase"]')) throw new Error('there is no operating point to drag');
		const {left, top, width, height} = document.querySelector('[data-handle="phase"]').getBoundingClientRect();
		return JSON.stringify([left + width / 2, top + height / 2]);
	})`, slug))
	if err != nil {
		return d, fmt.Errorf("%s: %w", slug, err)
	}
	var at [2]float64
	if err := json.Unmarshal([]byte(place), &at); err != nil {
		return d, err
	}
	if err := errors.Join(slowDown(slower), p.mouse(input.DispatchMouseEventTypeMousePressed, at[0], at[1])); err != nil {
		return d, err
	}
	for i := range moves {
		angle := 2 * math.Pi * float64(i+1) / moves
		x, y := at[0]+24*math.Sin(angle), at[1]+24*(1-math.Cos(angle))-24
		_, err := p.js(fmt.Sprintf(`(globalThis.answer = follow(%v, %v), '')`, x, y))
		if err == nil {
			err = p.mouse(input.DispatchMouseEventTypeMouseMoved, x, y)
		}
		var answer string
		if err == nil {
			answer, err = p.js(`answer`)
		}
		var took [2]float64
		if err == nil {
			err = json.Unmarshal([]byte(answer), &took)
		}
		if err != nil {
			return d, fmt.Errorf("%s, move %d: %w", slug, i, err)
		}
		d.Milliseconds, d.Frames = append(d.Milliseconds, took[0]), append(d.Frames, took[1])
	}
	if err := errors.Join(p.mouse(input.DispatchMouseEventTypeMouseReleased, at[0], at[1]), slowDown(1)); err != nil {
		return d, err
	}
	d.Run, err = p.js(`unimodalBias.settled().then(() => JSON.parse(unimodalBiasGo.call('link', 'null')).result + ' ' + JSON.parse(unimodalBiasGo.call('about', 'null')).result.hash)`)
	return d, err
}

// drags measures the answers to a drag, on this device and on a weak one by turns.
func (l *lab) drags(to io.Writer) error {
	p, err := l.visit()
	if err != nil {
		return err
	}
	defer p.stop()
	if _, err := p.drag(dragged[0], 1); err != nil { // the program gets warm
		return err
	}
	out := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	fmt.Fprintf(out, "\na drag answered\tmilliseconds\ton a processor %d times slower\tratio\tframes\tgoal\t\n", weak)
	for _, slug := range dragged {
		var took [2][]float64
		frames := 0.
		for range 3 {
			for i, slower := range []float64{1, weak} {
				d, err := p.drag(slug, slower)
				if err != nil {
					return err
				}
				took[i], frames = append(took[i], d.Milliseconds...), max(frames, slices.Max(d.Frames))
			}
		}
		here, there := median(took[0]), median(took[1])
		fmt.Fprintf(out, "%s\t%.0f\t%.0f\t%.2f\t≤ %.0f\t%s\n", slug, here, there, there/here, frames, goal("≤", answered, there))
	}
	return out.Flush()
}

// answered is within how many milliseconds a weak device is to answer a drag.
const answered = 100
