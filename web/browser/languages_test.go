package browser

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"unimodal-bias-lab/web/site/static"
)

// others than English.
func otherLanguages(t *testing.T) []string {
	t.Helper()
	list, err := static.Languages(filepath.Join("..", ".."))
	if err != nil || len(list) < 4 {
		t.Fatal(list, err)
	}
	return list[1:]
}

// TestLanguages: the page speaks the language that the address asks for, that was chosen in it, or that the browser
// prefers; its numbers are written as in that language; a choice keeps the run, and leads to the story in that language.
func TestLanguages(t *testing.T) {
	claim(t)
	for _, lang := range otherLanguages(t) {
		t.Run(lang, func(t *testing.T) {
			p := open(t, setup{width: 1280, height: 800, reduced: true, url: server.URL + subPath + ("?lang=" + lang + "#v=1&scenario=superficial&rho=0.25&epoch=500")})
			p.settled()
			if tag := p.text(`document.documentElement.lang`); !strings.HasPrefix(tag, lang) {
				t.Errorf("the document is in %q", tag)
			}
			words := catalogue(t, lang)
			for _, about := range []struct{ what, got, want string }{
				{"title of the page", p.text(`document.title`), words["scenario.superficial.title"]},
				{"description", p.text(`document.querySelector('meta[name=description]').content`), words["page.description"]},
				{"button", p.text(`document.getElementById('about-open').textContent`), words["page.about"]},
				{"picture", p.text(`[...document.querySelectorAll('#texts [data-key]')].map(e => e.textContent).join(' | ')`), words["figure.plane.first"]},
				{"narration", p.text(`document.getElementById('narration').textContent`), bareStart(words["milestone.learned"])},
				{"story", p.text(`document.querySelector('.top nav a').search`), "lang=" + lang},
			} {
				if !strings.Contains(about.got, about.want) {
					t.Errorf("%s: %q, not %q", about.what, about.got, about.want)
				}
			}
			decimal := words["number.decimal"]
			if got := p.text(`[...document.querySelectorAll('input.number')].map(e => e.value).find(v => /25$/.test(v))`); got != "0"+decimal+"25" {
				t.Errorf("ρ is written %q", got)
			}
			if texts := p.text(`[...document.querySelectorAll('#texts [data-key]')].map(e => e.textContent).join(' | ')`); decimal == "," && regexp.MustCompile(`\d\.\d`).MatchString(texts) {
				t.Errorf("there are decimal points in %s", texts)
			}
			p.js(`new Promise((done) => { const find = () => (document.getElementById('language').options.length ? done() : setTimeout(find, 50)); find(); })`)
			if names := p.text(`[...document.getElementById('language').options].map(o => o.textContent + '/' + o.lang).join(' ')`); !strings.Contains(names, "Deutsch/de") || !strings.Contains(names, "日本語/ja") || !strings.Contains(names, "中文") || !strings.Contains(names, "English/en") {
				t.Errorf("the languages are called %s", names)
			}
			if found := p.obstacles(axe(t)); found != "" {
				t.Error(found)
			}
		})
	}
}

// crowded lists words of the page that lie over other words, or over a control they do not belong to, and labels of the
// pictures that lie over one another. What stays in its place while the page scrolls may lie over what does not.
const crowded = `(() => {
	const out = [], boxes = [], range = document.createRange();
	const shown = e => e.checkVisibility({visibilityProperty: true, opacityProperty: true}) && !e.closest('.unseen, [hidden]');
	const stays = e => { for (let a = e; a; a = a.parentElement) if (/fixed|sticky/.test(getComputedStyle(a).position)) return true; return false; };
	const part = e => { // what is seen of it
		let {left, right, top, bottom} = e.getBoundingClientRect();
		for (let a = e.parentElement; a && a !== document.body; a = a.parentElement) {
			if (getComputedStyle(a).overflowX === 'visible') continue;
			const r = a.getBoundingClientRect();
			left = Math.max(left, r.left), right = Math.min(right, r.right), top = Math.max(top, r.top), bottom = Math.min(bottom, r.bottom);
		}
		return {left, right, top, bottom};
	};
	const meet = (r, q, low) => Math.min(r.right, q.right) - Math.max(r.left, q.left) > 3 && Math.min(r.bottom, q.bottom) - Math.max(r.top, q.top) > low;
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (walker.nextNode()) {
		const {data, parentElement: e} = walker.currentNode;
		if (!data.trim() || !shown(e) || e.closest('select, script, style, noscript, svg, math')) continue;
		const seen = part(e);
		range.selectNodeContents(walker.currentNode);
		for (const {left, right, top, bottom} of range.getClientRects()) {
			const r = {left: Math.max(left, seen.left), right: Math.min(right, seen.right), top: Math.max(top, seen.top), bottom: Math.min(bottom, seen.bottom)};
			if (r.right - r.left > 2) boxes.push({e, r, text: data.trim().slice(0, 30), fixed: stays(e)});
		}
	}
	const controls = [...document.querySelectorAll('a[href], button, select, input:not([type=hidden], [type=checkbox])')].filter(shown).map(e => ({e, r: part(e), fixed: stays(e)}));
	boxes.forEach((a, i) => {
		for (const b of boxes.slice(i + 1)) if (a.fixed === b.fixed && a.e !== b.e && !a.e.contains(b.e) && !b.e.contains(a.e) && meet(a.r, b.r, .4 * Math.min(a.r.bottom - a.r.top, b.r.bottom - b.r.top))) out.push('“' + a.text + '” lies over “' + b.text + '”');
		for (const b of controls) if (a.fixed === b.fixed && !b.e.contains(a.e) && !a.e.contains(b.e) && !a.e.closest('label')?.contains(b.e) && meet(a.r, b.r, 5)) out.push('“' + a.text + '” lies over ' + (b.e.id || b.e.ariaLabel || b.e.textContent.trim().slice(0, 20)));
	});
	const labels = [...document.querySelectorAll('#texts [data-key]')].filter(e => e.textContent.trim()).map(e => [e.textContent, e.getBoundingClientRect()]);
	labels.forEach(([a, r], i) => { for (const [b, q] of labels.slice(i + 1)) if (meet(r, q, .3 * Math.min(r.height, q.height))) out.push('the labels “' + a + '” and “' + b + '” meet'); });
	return [...new Set(out)].join('; ');
})()`

// TestLanguagesFit: in every language the page fits a telephone and a frame, with the scenarios that say or show most: nothing
// is clipped, nothing lies over something else, nothing scrolls sideways; nor do the sheets on the smallest one.
func TestLanguagesFit(t *testing.T) {
	claim(t)
	scale := unseenScale
	if *screenshots != "" {
		scale = 1
	}
	for _, lang := range otherLanguages(t) {
		for _, page := range []struct {
			query         string
			width, height int64
		}{{"?", 390, 844}, {"?view=embed&", 700, 420}} {
			t.Run(fmt.Sprint(lang, " ", page.query, page.width), func(t *testing.T) {
				p := blank(t, setup{width: page.width, height: page.height, reduced: true, scale: scale, url: server.URL + subPath + page.query + "cells=32&lang=" + lang})
				p.until(`globalThis.unimodalBias?.ready.then(() => true)`)
				for i, scenario := range []string{"own", "small-data", "relu", "xor-early", "many", "unequal", "superficial", "intermediate", "momentum"} {
					p.js(jsf(`unimodalBias.set({scenario: %q}).then(() => unimodalBias.get()).then(({epochs}) => unimodalBias.seek(Math.round(epochs * %g)))`, scenario, []float64{.3, .6, 1}[i%3]))
					p.drawn()
					for _, faults := range []string{rules, crowded} {
						if got := p.text(faults); got != "" {
							t.Errorf("%s: %s", scenario, got)
						}
					}
					p.save(fmt.Sprintf("fit-%s-%d-%s", lang, page.width, scenario))
				}
			})
		}
		t.Run(lang+" sheets", func(t *testing.T) {
			for _, width := range []int64{320, 390} {
				p := blank(t, setup{width: width, height: 844, reduced: true, scale: scale, url: server.URL + subPath + "?lang=" + lang + "#v=1&scenario=superficial&epoch=500"})
				p.until(`globalThis.unimodalBias?.ready.then(() => true)`)
				p.settled()
				p.sheetsHoldTogether(fmt.Sprint(width, " pixels wide"), pseudo{name: lang})
			}
		})
	}
}

// TestFiguresSpeak: so does the page of a light figure, whose name says what it shows.
func TestFiguresSpeak(t *testing.T) {
	claim(t)
	for _, lang := range otherLanguages(t) {
		p := open(t, setup{width: 700, height: 420, reduced: true, url: light("lang="+lang, "scenario=superficial")})
		p.until(`document.title === ` + strconv.Quote(strings.ReplaceAll(catalogue(t, lang)["page.titleOf"], "{title}", catalogue(t, lang)["scenario.superficial.title"])))
	}
}

// TestLanguageIsChosen: see TestLanguages.
func TestLanguageIsChosen(t *testing.T) {
	p := open(t, setup{width: 1000, height: 700, reduced: true, url: server.URL + subPath + ("#v=1&scenario=superficial&rho=0.25&epoch=500"), script: `
		Object.defineProperty(navigator, 'languages', {get: () => ['fr', 'zh-TW', 'ja-JP', 'de']});`})
	is := func(lang string) {
		t.Helper()
		p.eventually(`document.documentElement.lang.startsWith('` + lang + `') && document.getElementById('language').options.length > 0 && globalThis.unimodalBias?.ready !== undefined`)
		p.js(`unimodalBias.ready.then(() => 0)`)
		var state struct {
			Scenario string
			Rho      float64
			Epoch    int
		}
		p.decode(`unimodalBias.get()`, &state)
		if state.Scenario != "superficial" || state.Rho != 0.25 || state.Epoch != 500 {
			t.Errorf("in %s the run is %+v", lang, state)
		}
	}
	choose := func(lang string) {
		p.js(`document.documentElement.dataset.before = ''`)
		p.js(`(() => { const select = document.getElementById('language'); select.value = '` + lang + `'; setTimeout(() => select.dispatchEvent(new Event('change'))); return 0; })()`)
		p.eventually(`!('before' in document.documentElement.dataset)`)
	}
	is("ja") // the first of the browser's that there is; traditional characters are others
	choose("de")
	is("de")
	if query := p.text(`location.search`); query != "" {
		t.Errorf("a link to this page would be in German for everybody: %s", query)
	}
	choose("en")
	is("en")
	choose("de")
	is("de")
	p.js(`location.assign('story/'), 0`)
	p.eventually(`location.pathname.endsWith('/story/de.html') && document.documentElement.classList.contains('live')`)
	if title := p.text(`document.querySelector('h1').textContent`); title != storyCatalogue(t, "de")["title"] {
		t.Errorf("the story is called %q", title)
	}
	p.js(`location.hash = '#step=race', 0`)
	choose("zh")
	p.eventually(`location.pathname.endsWith('/story/zh.html') && location.hash === '#step=race' && document.documentElement.classList.contains('live')`)
	choose("en")
	p.eventually(`location.pathname.endsWith('/story/') && document.documentElement.classList.contains('live')`)
}

// TestElementSpeaks: an element speaks the language of the text around it, its frame as well, and fetches no words for English.
func TestElementSpeaks(t *testing.T) {
	p := blank(t, setup{width: 800, height: 1400, url: server.URL + pagePath + "?" + url.QueryEscape(`<html lang="en-GB"><link rel="icon" href="data:,"><body>
		<unimodal-bias id="english" scenario="late"></unimodal-bias>
		<div lang="de"><unimodal-bias id="german" scenario="late"></unimodal-bias></div>
		<unimodal-bias id="french" lang="fr" scenario="late"></unimodal-bias>
		<script type="module" src="`+subPath+`element.js"></script>`)})
	title := func(id string) string {
		return p.text(`document.getElementById('` + id + `').shadowRoot.querySelector('b')?.textContent ?? ''`)
	}
	german := catalogue(t, "de")
	p.until(`document.getElementById('german')?.shadowRoot?.querySelector('b')?.textContent === ` + quoted(german["scenario.late.title"]))
	if a, b := title("english"), title("french"); a != "Late fusion" || b != a {
		t.Errorf("in English it is %q, in French %q", a, b)
	}
	if src := p.text(`document.getElementById('german').shadowRoot.querySelector('img').src`); !strings.Contains(src, "/posters/de/late/") {
		t.Errorf("the German picture is %s", src)
	}
	if asked := p.text(`performance.getEntriesByType('resource').map(({name}) => name).filter(name => /element\.\w+\.js/.test(name)).join()`); !strings.HasSuffix(asked, "/web/element.de.js") || strings.Contains(asked, ",") {
		t.Errorf("it has asked for %s", asked)
	}
	p.js(`document.getElementById('german').shadowRoot.querySelector('button').click(), 0`)
	p.until(`document.getElementById('german').shadowRoot.querySelector('iframe') !== null`)
	if src := p.text(`document.getElementById('german').shadowRoot.querySelector('iframe').src`); !strings.Contains(src, "lang=de") {
		t.Errorf("the frame is %s", src)
	}
	p.js(`document.getElementById('german').ready.then(() => 0)`)
}

// catalogue are the words of the page in a language.
func catalogue(t *testing.T, lang string) map[string]string {
	t.Helper()
	return wordsIn(t, "web/strings", lang)
}

func storyCatalogue(t *testing.T, lang string) map[string]string {
	t.Helper()
	return wordsIn(t, "web/story", lang)
}

func wordsIn(t *testing.T, dir, lang string) (words map[string]string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(dir), lang+".json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &words); err != nil {
		t.Fatal(err)
	}
	return words
}

// bareStart is a sentence up to its first placeholder.
func bareStart(sentence string) string {
	start, _, _ := strings.Cut(sentence, "{")
	return start
}

func quoted(text string) string {
	data, _ := json.Marshal(text)
	return string(data)
}

// pseudo is a made-up language: what it makes of every text.
type pseudo struct {
	name string
	make func(text string) string
	rtl  bool
}

// placed is what stays as it is in a text.
var placed = regexp.MustCompile("@\\{[^}]*\\}+|\\{[^}]*\\}|\\$[^$]*\\$|`[^`]*`|\\*\\*|[A-Za-z‖]+(?:[_^]\\{[^}]*\\}+)+|\\]\\([^)]*\\)")

// between maps the parts of a text that are words.
func between(text string, f func(string) string) string {
	var out strings.Builder
	from := 0
	for _, at := range placed.FindAllStringIndex(text, -1) {
		out.WriteString(f(text[from:at[0]]) + text[at[0]:at[1]])
		from = at[1]
	}
	return out.String() + f(text[from:])
}

var pseudos = []pseudo{
	{"twice as long", func(text string) string {
		if strings.Contains(text, " ") || len(text) > 3 {
			return text + " " + between(text, strings.ToUpper)
		}
		return text
	}, false},
	{"from right to left", func(text string) string {
		return between(text, func(part string) string {
			return strings.Map(func(r rune) rune {
				if r >= 'a' && r <= 'z' {
					return 'א' + (r-'a')%22
				}
				return r
			}, part)
		})
	}, true},
	{"markup as text", func(text string) string { return text + `<b>&amp;"'` }, false},
}

// TestPseudoLocales: in a language whose texts are twice as long, in one that is written from right to left, and in one that
// is full of marks, the pages hold together, and so do the sheets: they fit their window, their buttons are in sight, their
// pictures are the same, and texts are texts.
func TestPseudoLocales(t *testing.T) {
	claim(t)
	for _, language := range pseudos {
		t.Run(language.name, func(t *testing.T) {
			site := static.Handler(dist)
			address := other(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				name := strings.TrimPrefix(r.URL.Path, "/")
				if !strings.HasPrefix(name, "web/strings/") && !strings.HasPrefix(name, "story/words.") {
					site.ServeHTTP(w, r)
					return
				}
				data, err := os.ReadFile(filepath.Join(dist, filepath.FromSlash(name)))
				if err != nil {
					http.NotFound(w, r)
					return
				}
				var words map[string]string
				if err := json.Unmarshal(data, &words); err != nil {
					http.Error(w, err.Error(), http.StatusInternalServerError)
					return
				}
				for key, text := range words {
					if key != "build" && !slices.Contains([]string{"number.decimal", "number.percent", "list.separator", "sentence.gap", "page.title"}, key) {
						words[key] = language.make(text)
					}
				}
				w.Header().Set("Content-Type", "application/json")
				json.NewEncoder(w).Encode(words)
			}))
			script := ""
			if language.rtl {
				script = `document.addEventListener('DOMContentLoaded', () => { document.documentElement.dir = 'rtl'; });`
			}
			for _, page := range []struct {
				address       string
				width, height int64
			}{
				{"index.html#v=1&scenario=superficial&epoch=500", 1280, 800}, {"index.html#v=1&scenario=superficial&epoch=500", 390, 844}, {"index.html?view=present#v=1&scenario=late&epoch=300", 1280, 800},
				{"index.html?view=embed#v=1&scenario=late&epoch=300", 700, 420}, {"figure.html#v=1&scenario=late", 700, 420}, {"figure.html#v=1&scenario=late", 390, 500},
			} {
				p := open(t, setup{width: page.width, height: page.height, reduced: true, script: script, url: address + page.address})
				p.settled()
				p.save(strings.ReplaceAll(language.name, " ", "-") + "-" + regexp.MustCompile(`\W+`).ReplaceAllString(page.address, "-") + "-" + map[bool]string{true: "wide", false: "narrow"}[page.width > 600])
				where := fmt.Sprintf("%s at %d", page.address, page.width)
				p.holdsTogether(where, language)
				if page.address == "index.html#v=1&scenario=superficial&epoch=500" {
					p.sheetsHoldTogether(where, language)
				}
			}
			for _, page := range []struct {
				view          string
				width, height int64
			}{{"", 1280, 800}, {"", 390, 844}, {"&view=present", 1280, 720}} {
				for _, step := range []string{"race", "agree"} {
					p := blank(t, setup{width: page.width, height: page.height, reduced: true, script: script, url: address + "story/?lang=de" + page.view + "#step=" + step})
					p.until(`globalThis.unimodalBiasStory`)
					p.ready(step)
					p.holdsTogether(fmt.Sprintf("step %s%s at %d", step, page.view, page.width), language)
				}
			}
		})
	}
}

// holdsTogether fails the test if a page in a made-up language scrolls sideways, has a button out of its window, makes elements of
// a text, turns its pictures around or says nothing that can be read.
func (p *tab) holdsTogether(where string, language pseudo) {
	p.Helper()
	if wide := p.number(`document.documentElement.scrollWidth - innerWidth`); wide > 0 {
		p.Errorf("%s scrolls sideways by %g", where, wide)
	}
	var lost []string // the buttons of the chart scroll where there is no room
	p.decode(`[...document.querySelectorAll('button, select, a[href], input, [role=slider]')].filter(e => e.checkVisibility({visibilityProperty: true}) && !e.closest('[inert], .side, #options, details:not([open])')).flatMap(e => {
		const {left, right} = e.getBoundingClientRect();
		return left < -1 || right > innerWidth + 1 ? [(e.id || e.className || e.tagName) + ' ' + Math.round(left) + '–' + Math.round(right)] : [];
	})`, &lost)
	if len(lost) > 0 {
		p.Errorf("%s: out of the window: %v", where, lost)
	}
	if strange := p.number(`document.querySelectorAll('main b, header b, dialog b').length`); strange > 0 && language.name == "markup as text" {
		p.Errorf("%s: %g elements were made of a text", where, strange)
	}
	if direction := p.text(`(e => e ? getComputedStyle(e).direction : 'ltr')(document.querySelector('#texts, .stage svg'))`); direction != "ltr" {
		p.Errorf("%s: the labels of the picture run %s", where, direction)
	}
	if missing := p.text(`[...document.querySelectorAll('body *')].filter(e => !e.children.length && /undefined|\[object|NaN/.test(e.textContent) && e.tagName !== 'SCRIPT').map(e => e.textContent).join()`); missing != "" {
		p.Errorf("%s says %s", where, missing)
	}
}

// sheetsHoldTogether opens every sheet of the lab: each stays in the window, and does not scroll sideways.
func (p *tab) sheetsHoldTogether(where string, language pseudo) {
	p.Helper()
	p.eachSheet(func(what string) {
		p.Helper()
		const sheet = `document.querySelector('dialog[open]')`
		if wide := p.number(sheet + `.scrollWidth - ` + sheet + `.clientWidth`); wide > 0 && language.name != "markup as text" { // it has no place to break a line
			p.Errorf("%s, %s scrolls sideways by %g", where, what, wide)
		}
		p.holdsTogether(where+", "+what, language)
	})
}
