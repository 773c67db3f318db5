package browser

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// watchKeys is a script that notes every key of the catalogue that the page comes to
// show, in a text or in what is read out or shown for an element, however briefly.
func watchKeys(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "strings", "en.json"))
	if err != nil {
		t.Fatal(err)
	}
	var words map[string]string
	if err := json.Unmarshal(text, &words); err != nil {
		t.Fatal(err)
	}
	var list []string
	for key := range words {
		list = append(list, key)
	}
	text, err = json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf(`{
	const catalogue = new Set(%s);
	const attributes = ['aria-label', 'aria-valuetext', 'aria-roledescription', 'title', 'label', 'placeholder'];
	globalThis.keys = new Set();
	const look = (text) => {
		for (const [key] of (text ?? '').matchAll(/[\w-]+(\.[\w-]+)+/g)) if (catalogue.has(key)) keys.add(key);
	};
	const walk = (node) => {
		if (node instanceof Text && node.parentNode?.nodeName !== 'NOSCRIPT') look(node.data); // whose markup is a text
		if (node instanceof Element) for (const name of attributes) look(node.getAttribute(name));
		for (const child of node.childNodes) walk(child);
	};
	new MutationObserver((records) => {
		for (const {target, attributeName, addedNodes} of records) {
			if (target instanceof Text) look(target.data);
			if (attributeName) look(target.getAttribute(attributeName));
			addedNodes.forEach(walk);
		}
	}).observe(document, {subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: attributes});
}`, text)
}

// noKeys fails if a key has been shown.
func (p *tab) noKeys(when string) {
	p.Helper()
	var keys []string
	if p.decode(`[...keys]`, &keys); len(keys) > 0 {
		p.Errorf("%s: the page showed %v", when, keys)
	}
}

// TestNoKeyIsShown goes through the scenarios and the diagrams in every view: in no
// text of the pictures or around them is there a key of the catalogue. A picture takes a
// while here, so that every two of a scenario, a view and a diagram meet, but not every
// three: the program alone is tested in full (wasm, TestNoKeyIsPainted).
func TestNoKeyIsShown(t *testing.T) {
	claim(t)
	watch := watchKeys(t)
	views := []string{"lab", "embed", "present"}
	for turn, view := range views {
		t.Run(view, func(t *testing.T) {
			// Workers who never say a word: what the cells are does not matter here.
			p := open(t, setup{width: 640, height: 480, script: watch + `globalThis.Worker = class { postMessage() {} terminate() {} };`,
				url: server.URL + subPath + "?autoplay=0&view=" + view + "#v=1&scenario=late"})
			p.js(`unimodalBiasGo.call('workers', '{"count": 1}')`)
			seen := p.number(jsf(`(async () => {
				const {scenarios, diagrams} = await unimodalBias.describe();
				const {stats} = unimodalBias;
				let seen = 0;
				const drawn = async (draws) => {
					for (let frames = 0; frames < 20; frames++) {
						await new Promise(requestAnimationFrame);
						if ((await stats()).draws > draws) return seen++;
					}
				};
				for (const [n, {slug}] of scenarios.entries()) {
					await unimodalBias.set({scenario: slug, width: 4});
					for (const {kind} of diagrams.kinds.filter((_, k) => (k + n + %d) %% %d === 0)) {
						const {draws} = await stats();
						await unimodalBias.diagram({kind});
						await drawn(draws);
					}
				}
				return seen;
			})()`, turn, len(views)))
			p.noKeys(view)
			if seen < 200 {
				t.Errorf("%v pictures: that tests little", seen)
			}
		})
	}
}

// holdWords is a script that keeps the rest of the catalogue back until release().
const holdWords = `{
	const real = fetch;
	const {promise, resolve} = Promise.withResolvers();
	globalThis.release = resolve;
	globalThis.fetch = async (url, ...more) => {
		if (String(url).endsWith('.rest.json')) {
			globalThis.asked = true;
			await promise;
		}
		return real(url, ...more);
	};
}`

// TestLateWordsAreShown: the rest of the catalogue comes when the picture of a lab at
// rest has long been drawn. Until then there is nothing in the place of what it names,
// and then there are its words, without anybody touching the page.
func TestLateWordsAreShown(t *testing.T) {
	claim(t)
	watch := watchKeys(t)
	for _, c := range []struct{ query, scenario, text string }{
		{"?view=present", "depth", "profile/title/y"},
		{"?autoplay=0", "depth", "profile/title/y"},
		{"", "depth", "profile/title/y"},
		{"?view=embed&panels=phase", "wishart", "scatter/title/y"},
	} {
		t.Run(c.query+"#"+c.scenario, func(t *testing.T) {
			p := blank(t, setup{script: watch + holdWords, url: server.URL + subPath + c.query + "#v=1&width=4&scenario=" + c.scenario})
			p.until(`globalThis.asked`)
			p.until(`(async () => { // no frame is wanted any more
				const {frames} = await unimodalBias.stats();
				for (let n = 0; n < 6; n++) await new Promise(requestAnimationFrame);
				return (await unimodalBias.stats()).frames === frames;
			})()`)
			text := `document.querySelector('#texts [data-key="` + c.text + `"]')?.textContent ?? ''`
			if got := p.text(text); got != "" {
				t.Errorf("without its words there is %q", got)
			}
			p.js(`release()`)
			p.js(`unimodalBias.ready.then(() => 0)`)
			p.settled()
			if p.text(text) == "" {
				t.Error("the words that came are not shown")
			}
			p.noKeys(c.query)
		})
	}
}
