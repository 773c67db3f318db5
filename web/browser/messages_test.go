package browser

import (
	"fmt"
	"net/url"
	"slices"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// framed opens a page of another site around a frame of the lab, and waits until that is ready. What the frame says comes
// into `heard`.
func framed(t *testing.T, query string) (host, frame *tab) {
	t.Helper()
	host = blank(t, setup{reduced: true, width: 640, height: 480, url: server.URL + hostPath + "?" + url.QueryEscape("about:blank")})
	host.js(`globalThis.heard = []; addEventListener('message', ({data, source}) => { if (source === document.getElementById('lab').contentWindow) heard.push(data); }); document.getElementById('lab').src = '` + foreign() + subPath + `?view=embed&panels=training&autoplay=0` + query + `#v=1&scenario=late&epoch=10'; 0`)
	host.js(`globalThis.send = (message) => document.getElementById('lab').contentWindow.postMessage(message, '*');
		globalThis.last = 0;
		globalThis.ask = async (func, ...args) => {
			const id = 'asked ' + ++last;
			send({ns: 'unimodal-bias', v: 1, id, func, args});
			for (;;) {
				const answer = heard.find((each) => each.id === id);
				if (answer) return answer;
				await new Promise(requestAnimationFrame);
			}
		}; 0`)
	frame = host.frame("view=embed")
	frame.until(`globalThis.unimodalBias !== undefined`)
	frame.js(`unimodalBias.ready.then(() => 0)`)
	return host, frame
}

// TestMessages: the page around a frame asks, and is answered with results and errors as a script of the lab's own page
// is; and it is told what happens.
func TestMessages(t *testing.T) {
	host, frame := framed(t, "&origin="+url.QueryEscape(server.URL))
	host.until(`heard.some(({event}) => event === 'ready') && heard.some(({event}) => event === 'size')`)
	host.until(`heard.find(({event}) => event === 'state')?.data.epoch === 10`)
	if got := host.text(`heard.filter(each => each.ns !== 'unimodal-bias' || each.v !== 1).length + ' ' + heard.find(({event}) => event).event`); got != "0 size" && got != "0 ready" {
		t.Errorf("it hears %s", got)
	}
	for call, want := range map[string]string{
		`'ready'`:                    `{"result":null}`,
		`'seek', 20`:                 `{"result":20}`,
		`'set', {rho: 9}`:            `{"error":["outOfRange","rho",9,-0.99,0.99,null,"9 is out of range: correlation goes from −0.99 to 0.99."]}`,
		`'set', {scenario: 'x'}`:     `{"error":["unknownScenario","scenario","x",null,null,"list","There is no scenario called “x”. Possible: "]}`,
		`'then'`:                     `{"error":["unknownFunction","then",null,null,null,"list","The lab has no function called “then”. Possible: "]}`,
		`'constructor'`:              `{"error":["unknownFunction","constructor",null,null,null,"list","The lab has no function called “constructor”. Possible: "]}`,
		`'on', 'state'`:              `{"error":["unknownFunction","on",null,null,null,"list","The lab has no function called “on”. Possible: "]}`,
		`'set', new Map()`:           `{"error":["badCall",null,null,null,65536,null,"The arguments of a call are a list of plain values, up to 65536 characters of them and eight levels deep."]}`,
		`'set', 'x'.repeat(1 << 17)`: `{"error":["badCall",null,null,null,65536,null,"The arguments of a call are a list of plain values, up to 65536 characters of them and eight levels deep."]}`,
	} {
		got := host.text(`ask(` + call + `).then(({result, error: e}) => JSON.stringify(e ? {error: [e.code, e.key ?? null, e.value ?? null, e.min ?? null, e.max ?? null, e.allowed ? 'list' : null, e.message.replace(/(Possible: ).*/, '$1')]} : {result: result?.epoch ?? result}))`)
		if got != want {
			t.Errorf("%s: %s, want %s", call, got, want)
		}
	}
	if got := host.text(`ask('picture').then(({result}) => result.slice(0, 4))`); got != "<svg" {
		t.Errorf("the picture begins with %q", got)
	}
	if got := frame.text(`unimodalBias.get().then(s => s.epoch + ' ' + s.rho + ' ' + s.scenario)`); got != "20 0 late" {
		t.Errorf("the run is at %s", got)
	}

	// Keys: those that the figure has a use for stay, the others go to the page around.
	host.clickInto(frame)
	for _, key := range []string{kb.PageDown, kb.ArrowRight, kb.Escape, kb.Home, kb.End, "s", " ", ",", kb.Tab} {
		host.key(key)
	}
	host.until(`heard.some(({event, data}) => event === 'key' && data.key === 's')`)
	if got := host.text(`heard.filter(({event}) => event === 'key').map(({data}) => data.key).join(' ')`); got != "PageDown ArrowRight Escape Home End s" {
		t.Errorf("the page around gets %s", got)
	}
}

// verbsByMessage calls every verb that a frame answers, in this order, with arguments of which it can make something; each
// tells from its result r that it has.
var verbsByMessage = []struct{ verb, args, answers string }{
	{"ready", ``, `r === null`},
	{"describe", ``, `r.scenarios.length === 24 && r.parameters.length > 20`},
	{"set", `{scenario: 'late', rho: 0.25}`, `r.rho === 0.25`},
	{"get", ``, `r.scenario === 'late' && r.rho === 0.25`},
	{"seek", `40`, `r.epoch === 40`},
	{"step", `3`, `r.epoch === 43 && !r.playing`},
	{"play", ``, `r.playing`},
	{"pause", ``, `!r.playing`},
	{"settled", ``, `r === undefined`},
	{"stats", ``, `r.steps > 0 && r.frames > 0`},
	{"trajectory", `{whole: true}`, `r.columns[0].values.length === 1001`},
	{"measure", `{whole: true}`, `r.tB > r.tA`},
	{"theory", ``, `r.timeRatio.paper > 1 && r.card.length > 0`},
	{"pin", `{seed: 2}`, `r.length === 2 && r[1].pin === 'seed:2' && r[1].done`},
	{"pins", ``, `r.length === 2 && r[0].pin === null`},
	{"use", `'seed:2'`, `r.seed === 2`},
	{"unpin", ``, `r.length === 1`},
	{"remedies", `true`, `r.length > 3`},
	{"words", `['run']`, `r.length === 1 && r[0].of === 'run' && r[0].sentences.length > 0`},
	{"table", `{rows: 5}`, `r.rows.length >= 5`},
	{"diagram", `{kind: 'theory'}`, `true`},
	{"phaseDiagram", ``, `r.kind === 'theory' && r.done === 1`},
	{"exportFile", `'csv'`, `r instanceof File && r.size > 1000`},
	{"picture", ``, `r.startsWith('<svg')`},
	{"reset", ``, `r.epoch === 0`},
}

// TestEveryVerbByMessage: the page around a frame can call every function of the lab, and gets what a script of the lab's own
// page would; but for events, which it is sent.
func TestEveryVerbByMessage(t *testing.T) {
	host, frame := framed(t, "")
	var answered, verbs, called []string
	host.decode(`ask('no such verb').then(({error}) => error.allowed)`, &answered)
	frame.decode(`Object.keys(unimodalBias).filter((verb) => verb !== 'on')`, &verbs)
	for _, c := range verbsByMessage {
		called = append(called, c.verb)
		if got := host.text(`ask('` + c.verb + `', ` + c.args + `).then(({result: r, error}) => error ? error.code + ': ' + error.message : ` + c.answers + ` ? '' : JSON.stringify(r)?.slice(0, 300) ?? String(r))`); got != "" {
			t.Errorf("%s(%s) answers %s", c.verb, c.args, got)
		}
	}
	for what, list := range map[string][]string{"answered": answered, "those of the page, and picture": append(verbs, "picture")} {
		if slices.Sort(list); !slices.Equal(list, slices.Sorted(slices.Values(called))) {
			t.Errorf("verbs %s: %v; called: %v", what, list, called)
		}
	}
}

// clickInto clicks into the frame, beside everything that can be clicked.
func (p *tab) clickInto(frame *tab) {
	p.Helper()
	b := p.box("#lab")
	p.clickAt(b.X+b.W/2, b.Y+b.H*.4)
	frame.until(`document.hasFocus()`)
}

// TestUnnamedPageIsNotHeard: a frame whose address names the pages that it answers obeys no other, and tells it nothing.
func TestUnnamedPageIsNotHeard(t *testing.T) {
	host, frame := framed(t, "&origin="+url.QueryEscape("https://example.org"))
	frame.js(`globalThis.came = 0; addEventListener('message', () => { came++; }); 0`)
	host.js(`send({ns: 'unimodal-bias', v: 1, id: 1, func: 'seek', args: [500]}); 0`)
	frame.until(`came === 1`)
	frame.settled()
	host.js(`new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))`)
	frame.within(`unimodalBias.get().then(s => s.epoch)`, 10, 10)
	host.within(`heard.length`, 0, 0)
}

// TestOthersAreNotHeard: a frame obeys the page around it, and neither itself nor the frames beside it.
func TestOthersAreNotHeard(t *testing.T) {
	host, frame := framed(t, "")
	frame.js(`globalThis.came = 0; addEventListener('message', ({source}) => { if (source !== parent) came++; });
		postMessage({ns: 'unimodal-bias', v: 1, id: 'self', func: 'seek', args: [600]}, '*'); 0`)
	host.js(`document.body.append(Object.assign(document.createElement('iframe'), {srcdoc: '<script>parent.document.getElementById("lab").contentWindow.postMessage({ns: "unimodal-bias", v: 1, id: "sibling", func: "seek", args: [600]}, "*")</` + `script>'})); 0`)
	frame.until(`came >= 2`)
	if answer := host.text(`ask('get').then(({result}) => String(result.epoch))`); answer != "10" {
		t.Errorf("the run is at %s", answer)
	}
	if got := host.text(`heard.filter(({id}) => ['self', 'sibling'].includes(id)).length + ''`); got != "0" {
		t.Error("a call of nobody's is answered")
	}
}

// TestHostileMessages: twenty thousand messages (in make soak, five times as many) that are malformed, huge, of another version, replayed or about things
// that are none of theirs are not obeyed, and the frame goes on.
func TestHostileMessages(t *testing.T) {
	host, frame := framed(t, "")
	frame.js(`globalThis.faults = []; for (const kind of ['error', 'unhandledrejection']) addEventListener(kind, (e) => faults.push(String(e.message ?? e.reason))); 0`)
	before := frame.text(hashNow)
	if got := host.text(`ask('seek', 11).then(() => ask('seek', 10)).then(({result}) => result.epoch + '')`); got != "10" {
		t.Fatal(got)
	}
	host.js(`Object.assign(document.getElementById('lab').style, {width: '160px', height: '120px'}); 0`) // little to draw
	count := 20_000
	if long() {
		count = 100_000
	}
	host.js(fmt.Sprintf(`globalThis.count = %d`, count))
	host.js(`(async () => {
		let seed = 7;
		const random = (n) => (seed = (seed * 48271) % 2147483647) % n;
		const pick = (list) => list[random(list.length)];
		const ring = {}; ring.ring = ring;
		const deep = (n) => n ? [deep(n - 1)] : 0;
		const long = 'x'.repeat(70000);
		const wide = Object.fromEntries(Array.from({length: 9000}, (_, i) => ['k' + i, i]));
		const odd = [undefined, null, true, NaN, Infinity, -1, 1e308, 5n, '', 'x', [], {}, ring, deep(40), new Map([[1, 2]]), new Set([1]), new Date(0), /x/, new Error('x'),
			new ArrayBuffer(8), new Float64Array(3), new Blob(['x']), Object.create(null), Object.assign([], {length: 4e9}), JSON.parse('{"__proto__": {"polluted": true}}'), {constructor: {prototype: {polluted: true}}}, {then: 1, toJSON: 1, length: 1e9}];
		const verbs = ['then', 'constructor', '__proto__', 'prototype', 'toString', 'hasOwnProperty', 'on', 'call', 'apply', 'eval', 'ready.then', 'get;', ''];
		const good = ['seek', 'play', 'reset', 'step', 'set', 'use', 'diagram', 'pin'];
		let n = 0;
		const huge = [long, wide, new Array(1e5), Array(300).fill('x'.repeat(300))];
		const kinds = [
			() => pick(odd),
			() => ({ns: pick(['unimodal-bias ', 'Unimodal-Bias', ...odd]), v: 1, id: n, func: pick(good), args: [99]}),
			() => ({ns: 'unimodal-bias', v: pick([0, 2, '1', [1], ...odd.filter((v) => v !== 1)]), id: n, func: pick(good), args: [99]}),
			() => ({ns: 'unimodal-bias', v: 1, id: pick([NaN, Infinity, undefined, null, true, 5n, [], {}, 'y'.repeat(65)]), func: pick(good), args: [99]}),
			() => ({ns: 'unimodal-bias', v: 1, id: n, func: pick([...verbs, ...odd, ['seek'], {toString: 'seek'}]), args: [99]}),
			() => ({ns: 'unimodal-bias', v: 1, id: n, func: pick(good), args: pick(odd.filter((v) => v !== undefined && !(Array.isArray(v) && v.length < 2)))}),
			() => ({ns: 'unimodal-bias', v: 1, id: n, func: 'set', args: [pick([{rho: 9}, {rho: 'x'}, {kappa: -1}, {bogus: 1}, {scenario: 'constructor'}, {own: 'x'}, {pins: 'x:y'}, {task: 'own', own: '1_1~x'}, {epoch: 1e9}, {speed: -1}, ...odd.filter((v) => v && typeof v === 'object' && Object.keys(v).length)])]}),
			() => ({ns: 'unimodal-bias', v: 1, id: n, func: pick(['seek', 'step']), args: [pick([1e9, -1e9, 'x', {}, [1], true, NaN])]}),
			() => ({ns: 'unimodal-bias', v: 1, id: pick(['asked 1', 'asked 2']), func: pick(['seek', 'play']), args: [99]}),
			() => ({ns: 'unimodal-bias', v: 1, id: n, result: 1, error: {code: 'x'}, event: pick(['ready', 'state', 'key', 'size']), data: pick(odd)}),
		];
		heard.length = 0;
		for (n = 1; n <= count; n++) {
			const message = n % 200 ? pick(kinds)() : {ns: 'unimodal-bias', v: 1, id: n, func: pick([long, ...good]), args: [pick(huge)]};
			try { send(message); } catch { n--; continue; }
			if (n % 500 === 0) await ask('get'); // not faster than they are read
			if (n % 500 === 0) { globalThis.results = (globalThis.results ?? 0) + heard.filter((each) => each.id && !each.error && !String(each.id).startsWith('asked')).length; heard.length = 0; }
		}
	})()`)
	host.within(`results`, 0, 0)
	if after := frame.text(hashNow); after != before {
		t.Errorf("the state was %s and is %s", before, after)
	}
	if got := frame.text(`faults.join('; ') + unimodalBias.polluted + ({}).polluted + location.hash`); got != "undefinedundefined#v=1&scenario=late&epoch=10" {
		t.Errorf("faults: %s", got)
	}
	if got := host.text(`ask('set', {rho: 0.5}).then(({result}) => result.rho + '')`); got != "0.5" {
		t.Errorf("afterwards the correlation is %s", got)
	}
}
