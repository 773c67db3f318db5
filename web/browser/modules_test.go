package browser

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestModules calls modules of the page by themselves, in a page that runs nothing:
// what they promise needs no program.
func TestModules(t *testing.T) {
	p := blank(t, setup{url: server.URL + hostPath + "?about:blank"})
	p.js(`document.head.append(Object.assign(document.createElement('base'), {href: '` + subPath + `'}))`)
	for _, c := range []struct {
		name string
		test func(*tab)
	}{
		{"scale", scaleIsRound},
		{"transport", scrubToTheEnd},
		{"environment", wrongAddress},
		{"link", linkAtRest},
		{"strings", missingWord},
		{"copy", copiedTwice},
		{"reading", numbersAsWritten},
		{"bridge", callsThatCannotBe},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(&tab{T: t, ctx: p.ctx}) })
	}
}

// scaleIsRound: a slider sets numbers a person would write. 0.30000000000000004 would
// stand in the field beside it, and in the link.
func scaleIsRound(p *tab) {
	for _, c := range []struct {
		parameter string
		count     int
		longest   int    // characters of a value
		last      string // value
	}{
		{`{scale: 'linear', min: -0.99, max: 0.99, step: 0.01}`, 199, len("-0.99"), "0.99"},
		{`{scale: 'linear', min: -0.3, max: 0.3, step: 0.1}`, 7, len("-0.3"), "0.3"},
		{`{scale: 'linear', min: 0, max: 0.3, step: 0.1}`, 4, len("0.3"), "0.3"}, // 0.3 / 0.1 < 3
		{`{scale: 'log', min: 1, max: 300, kind: 'integer'}`, 33, len("300"), "300"},
	} {
		var values []string
		p.decode(`import('./web/scale.js').then(({scaleOf}) => {
			const scale = scaleOf(`+c.parameter+`);
			return Array.from({length: scale.positions}, (_, k) => String(scale.value(k)));
		})`, &values)
		if len(values) != c.count || values[len(values)-1] != c.last {
			p.Errorf("%s: %d values: %v", c.parameter, len(values), values)
		}
		for _, v := range values {
			if len(v) > c.longest {
				p.Errorf("%s: %s", c.parameter, v)
			}
		}
	}
}

// scrubToTheEnd: who takes the scrubber while the run plays finds it playing on when
// letting go, except at the end: there, to play is to begin anew, and the picture that
// was looked for would be gone.
func scrubToTheEnd(p *tab) {
	p.js(`(async () => {
		const {useStrings} = await import('./web/strings.js');
		useStrings(await (await fetch('web/strings/en.json')).json());
		document.body.innerHTML = '<div class="transport"><button id="play"></button><button id="step"></button><button id="back"></button><button id="step-back"></button><select id="speed"></select><input id="scrubber" type="range"><span id="epoch"></span></div>';
		const {createTransport} = await import('./web/transport.js');
		const says = (what) => async (value) => { asked.push([what, value].filter((each) => each !== undefined).join(' ')); };
		const api = Object.fromEntries(['play', 'pause', 'seek', 'step', 'reset'].map((verb) => [verb, says(verb)]));
		const transport = createTransport(api, {command: says('command')}, [1], () => {});
		const show = (epoch, playing) => transport.show({epoch, playing, epochs: 100, speed: 1});
		const scrubber = document.getElementById('scrubber');
		globalThis.scrub = (to) => { // as a hand does: it takes hold, moves, lets go
			globalThis.asked = [];
			show(10, true);
			for (const epoch of [50, to]) {
				scrubber.value = epoch;
				scrubber.dispatchEvent(new Event('input'));
				show(epoch, false);
			}
			scrubber.dispatchEvent(new Event('change'));
			return asked.join(', ');
		};
	})()`)
	if got := p.text(`scrub(60)`); got != "pause, seek 50, seek 60, play" {
		p.Errorf("to the middle: %s", got)
	}
	if got := p.text(`scrub(100)`); got != "pause, seek 50, seek 100" {
		p.Errorf("to the end: %s", got)
	}
}

// wrongAddress: what an address asks for in vain leaves the page as it usually is,
// and is told.
func wrongAddress(p *tab) {
	type environment struct {
		View, Lang, Theme string
		Panels            []string
		Some              []string
		Mistakes          []struct{ Key, Value, Used string }
	}
	read := func(query string) (e environment) {
		p.Helper()
		p.decode(`(async () => {
			history.replaceState(null, '', '?`+query+`');
			const {environment, chosen, takeMistakes} = await import('./web/environment.js?`+query+`');
			const known = ['network', 'phase', 'training'];
			const {view, lang, theme} = environment;
			const some = chosen('controls', ['phase', 'heat'], known, ['training']);
			const panels = chosen('panels', environment.panels, known, ['training']);
			return {view, lang, theme: theme ?? 'none', panels, some, mistakes: takeMistakes()};
		})()`, &e)
		return e
	}
	if e := read("fbclid=IwAR0&utm_source=post&ref=x&speeed=3"); len(e.Mistakes) != 2 || e.Mistakes[0].Key != "speeed" {
		p.Errorf("of keys that are others' it complains, or not of one that is meant: %+v", e.Mistakes)
	}
	if e := read("view=embed&view=present&theme=dark&theme=dark&lang=en&lang=tlh"); e.View != "present" || e.Theme != "dark" || len(e.Mistakes) != 3 || e.Mistakes[0].Key != "lang" || e.Mistakes[1].Key != "view" {
		p.Errorf("of keys that come twice it makes %+v", e)
	}
	if e := read("origin=https://a.example,*,http://b.example:8080&origni=x"); len(e.Mistakes) != 2 || e.Mistakes[0].Key != "origni" {
		p.Errorf("of pages that may ask it makes %+v", e)
	}
	if e := read("origin=a.example,https://b.example/path"); len(e.Mistakes) != 3 || e.Mistakes[0].Value != "a.example" || e.Mistakes[1].Value != "https://b.example/path" {
		p.Errorf("of pages that there cannot be it makes %+v", e)
	}
	e := read("view=sideways&lang=tlh&theme=neon&panels=heat,cold")
	if e.View != "lab" || e.Lang != "en" || e.Theme != "none" || !slices.Equal(e.Panels, []string{"training"}) || !slices.Equal(e.Some, []string{"phase"}) {
		p.Errorf("it opens as %+v", e)
	}
	var told []string
	for _, m := range e.Mistakes {
		told = append(told, strings.TrimSuffix(m.Key+" "+m.Value+" → "+m.Used, " → "))
	}
	if got, want := strings.Join(told, ", "), "view sideways → lab, lang tlh → en, theme neon, controls heat, panels heat, panels cold"; got != want {
		p.Errorf("told: %s", got)
	}
	if e := read("view=present&theme=neon"); e.View != "present" || e.Theme != "projector" {
		p.Errorf("a talk opens as %+v", e)
	}
}

// linkAtRest: the address follows once nothing has changed for a moment, and while the
// run plays not more than once a second: browsers let a page write its address about
// three times a second, and then not at all.
func linkAtRest(p *tab) {
	p.js(`(async () => {
		const {createLink} = await import('./web/link.js');
		let now = 0, last = 0, epoch = 0;
		const timers = new Map();
		const clock = { // one that a test turns
			setTimeout: (act, delay) => { timers.set(++last, {act, due: now + delay}); return last; },
			clearTimeout: (id) => timers.delete(id),
		};
		performance.now = () => now;
		globalThis.unimodalBiasGo = {call: () => JSON.stringify({result: 'epoch=' + epoch})};
		let written = [];
		history.replaceState = (state, title, hash) => written.push([now, hash]);
		const link = createLink();
		globalThis.follow = (playing) => { epoch++; link.follow(playing); };
		globalThis.pass = (ms) => {
			for (const end = now + ms; now < end;) {
				now++;
				for (const [id, {act, due}] of [...timers]) if (due <= now && timers.delete(id)) act();
			}
		};
		globalThis.writes = (act) => {
			const {setTimeout, clearTimeout} = globalThis;
			Object.assign(globalThis, clock);
			written = [];
			act();
			Object.assign(globalThis, {setTimeout, clearTimeout});
			return written;
		};
	})()`)
	writes := func(act string) (times []float64, last string) {
		p.Helper()
		var written [][2]any
		p.decode(`writes(() => {`+act+`})`, &written)
		for _, w := range written {
			times = append(times, w[0].(float64))
			last = w[1].(string)
		}
		return times, last
	}
	if times, _ := writes(`for (let n = 0; n < 20; n++) { follow(false); pass(100); }`); len(times) > 0 {
		p.Errorf("written at %v, while a hand drags", times)
	}
	if times, last := writes(`pass(300)`); len(times) != 1 || last != "#epoch=20" {
		p.Errorf("at rest: %v, %s", times, last)
	}
	times, _ := writes(`for (let n = 0; n < 600; n++) { follow(true); pass(16); }`)
	if len(times) < 8 || len(times) > 10 {
		p.Errorf("%d times in 9.6 seconds of play", len(times))
	}
	for i := 1; i < len(times); i++ {
		if times[i]-times[i-1] < 1000 {
			p.Errorf("written at %v", times)
			break
		}
	}
	if times, last := writes(`follow(false); pass(300)`); len(times) != 1 || last != "#epoch="+strconv.Itoa(621) {
		p.Errorf("paused: %v, %s", times, last)
	}
}

// missingWord: a key without words leaves its place empty, and the console is told,
// whose complaints fail every test of a page.
func missingWord(p *tab) {
	got := p.text(`import('./web/strings.js').then(({t}) => {
		const {error} = console;
		const told = [];
		console.error = (what) => told.push(what);
		const shown = ['[' + t('no.such.key') + ']', '[' + t('constructor') + ']'];
		console.error = error;
		return [...shown, ...told].join('; ');
	})`)
	if got != "[]; []; no words for no.such.key; no words for constructor" {
		p.Error(got)
	}
}

// copiedTwice: a button that copies says for a moment that it has, then what it is for,
// however often it was pressed in between.
func copiedTwice(p *tab) {
	got := p.text(`(async () => {
		const {useStrings} = await import('./web/strings.js');
		useStrings(await (await fetch('web/strings/en.rest.json')).json());
		const {copies} = await import('./web/copy.js');
		const button = document.body.appendChild(Object.assign(document.createElement('button'), {textContent: 'Copy link'}));
		const {setTimeout, clearTimeout} = globalThis;
		const timers = new Map();
		let last = 0, told;
		globalThis.setTimeout = (act) => { timers.set(++last, act); return last; };
		globalThis.clearTimeout = (id) => timers.delete(id);
		navigator.clipboard.writeText = async () => {};
		copies(button, () => 'a link', () => told());
		const shown = [];
		for (const press of ['first', 'second']) {
			await new Promise((done) => { told = done; button.click(); });
			shown.push(press + ': ' + button.textContent);
		}
		for (const act of timers.values()) act();
		Object.assign(globalThis, {setTimeout, clearTimeout});
		return [...shown, 'later: ' + button.textContent].join(', ');
	})()`)
	if want := "first: Copied, second: Copied, later: Copy link"; got != want {
		p.Errorf("the button says %s, want %s", got, want)
	}
}

// numbersAsWritten: a number field takes what people and the page itself write, and refuses
// what can be read as two numbers.
func numbersAsWritten(p *tab) {
	for text, want := range map[string]string{
		"0.04": "0.04", " 12 ": "12", "+3": "3", "-0.5": "-0.5", "−0.5": "-0.5", ".5": "0.5", "5.": "5", "1e-3": "0.001", "1E5": "100000",
		"0,5": "0.5", "1,25": "1.25", "0,040": "0.04", "12,3456": "12.3456", "10 000": "10000", "10\u202f000": "10000", "1,234,567": "1234567", "10,000.5": "10000.5",
		"10⁻⁹": "1e-9", "1·10⁻⁶": "0.000001", "2.5·10³": "2500", "−3×10²": "-300", "10^-4": "0.0001", "0·10³": "0",
		"10,000": "undefined", "-1,250": "undefined", "1,250·10³": "undefined",
		"1,000e3": "undefined", "1.234,5": "1234.5", "1.000.000": "1000000", "−10⁻³": "-0.001", "1'000'000": "1000000", "1 000,5": "1000.5", "１．５": "1.5", "－０,５": "-0.5",
		"٣٫٥": "3.5", "۱۰": "10", "\u200b0.5\u200e": "0.5", "− 0.5": "-0.5", "1e400": "Infinity", "10.000": "10",
		"1/3": "NaN", "2%": "NaN", "½": "NaN", "0,000,001": "NaN", "1,234,5": "NaN", "1.234.56": "NaN", "1,000.": "NaN", "12 34": "NaN", "1d-3": "NaN", "٣٣x": "NaN",
		"": "NaN", "abc": "NaN", "1.2.3": "NaN", "0x2": "NaN", "1,2,3": "NaN", "--1": "NaN", "Infinity": "NaN", "1e": "NaN", "1 2": "NaN",
	} {
		if got := p.text(`import('./web/reading.js').then(({readNumber}) => String(readNumber(` + strconv.Quote(text) + `)))`); got != want {
			p.Errorf("%q is read as %s, want %s", text, got, want)
		}
	}
	if got := p.text(`Promise.all([import('./web/reading.js'), import('./web/strings.js')]).then(([{readNumber}, {number, plain}]) =>
		[0, 1, -0.5, 0.04, 1e-9, -1e-9, 2.5e-7, 12345, 1e21, 1 / 3, -0.48984374999997].filter(x => [number, plain].some(write => readNumber(write(x)) !== Number(x.toPrecision(12)))).join())`); got != "" {
		p.Errorf("what the page writes for %s it does not read", got)
	}
	for text, want := range map[string]string{"10.000": "undefined", "1.500": "undefined", "10,000": "undefined", "10000": "10000", "10.0": "10", "0.500": "0.5"} {
		if got := p.text(`import('./web/reading.js').then(({readNumber}) => String(readNumber(` + strconv.Quote(text) + `, true)))`); got != want {
			p.Errorf("as a whole number, %q is read as %s, want %s", text, got, want)
		}
	}
}

// callsThatCannotBe: what JSON has no word for is a mistake of the caller, not the end of the
// program; numbers that are none arrive as what they are.
func callsThatCannotBe(p *tab) {
	p.js(`(async () => {
		const {useStrings} = await import('./web/strings.js');
		useStrings(await (await fetch('web/strings/en.json')).json());
		globalThis.asked = [];
		globalThis.unimodalBiasGo = {call: (func, json) => { asked.push(json); return '{"result": 1}'; }};
		const {call} = await import('./web/bridge.js');
		globalThis.code = (args) => { try { call('set', args()); return 'none'; } catch (error) { return error.code; } };
	})()`)
	for args, want := range map[string]string{
		`({rho: 5n})`: "badArguments",
		`(() => { const ring = {}; ring.ring = ring; return ring; })()`: "badArguments",
		`({get rho() { throw new Error('no'); }})`:                      "badArguments",
		`({rho: Symbol('half')})`:                                       "badArguments",
		`({rho: () => 0.5})`:                                            "badArguments",
		`Symbol('all')`:                                                 "badArguments",
		`new Proxy({}, {ownKeys() { throw new Error('no'); }})`:         "badArguments",
		`({rho: NaN})`:                                                  "none",
		`undefined`:                                                     "none",
	} {
		if got := p.text(`code(() => ` + args + `)`); got != want {
			p.Errorf("%s: %q, want %q", args, got, want)
		}
	}
	if got := p.text(`asked[0] + asked[1]`); !strings.Contains(got, `{"rho":"NaN"}`) {
		p.Errorf("NaN arrives as %s", got)
	}
}
