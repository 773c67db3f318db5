package browser

const reading = fakeReader

const fakeReader = `
	const answers = {
		open(name, size, options) { this.text = ''; this.pass = 1; return {}; },
		feed(bytes) { const s = new TextDecoder().decode(bytes); if (this.pass === 1) this.text += s; return {rows: this.text.split('\n').length, bytes: this.text.length}; },
		survey() {
			const lines = this.text.trim().split('\n'); const names = lines[0].split(',');
			if (lines.length < 3) return {error: {code: 'matrixMissing', key: 'own'}};
			this.rows = lines.slice(1).map(l => l.split(',').map(Number));
			const d = names.length;
			const columns = names.map((name, j) => { const v = this.rows.map(r => r[j]); const min = Math.min(...v), max = Math.max(...v);
				const histogram = Array(16).fill(0); for (const x of v) histogram[Math.min(15, Math.floor(16 * (x - min) / (max - min || 1)))]++;
				return {name, kind: 'number', missing: j === 1 ? 3 : 0, distinct: 9, min, max, mean: v.reduce((a, b) => a + b) / v.length, sd: 1, histogram}; });
			
			const h = names.filter(n => n.startsWith('audio')).length || Math.floor((d - 1) / 2);
			return {kind: 'table', source: 'x', format: 'text', delimiter: ',', decimal: '.', header: true, rows: this.rows.length, bytes: this.text.length, columns, collinear: [[0, 1]], notes: [],
				guess: {modalities: [{name: 'audio', columns: [...Array(h).keys()]}, {name: 'video', columns: [...Array(d - 1 - h).keys()].map(i => i + h)}], targets: [d - 1], centre: true, holdOut: 0, seed: 0}};
		},
		begin(plan) { this.pass = 2; this.plan = JSON.parse(plan); return {}; },
		finish() {
			const {modalities, targets} = this.plan; const order = [...modalities.flatMap(m => m.columns), ...targets]; const upper = [];
			order.forEach((a, i) => order.slice(i).forEach(b => upper.push(this.rows.reduce((s, r) => s + r[a] * r[b], 0) / this.rows.length)));
			return {modalities: modalities.map(m => ({name: m.name, dim: m.columns.length})), inputs: [], targets: ['y'], upper};
		},
	};
	const RealWorker = globalThis.Worker;
	globalThis.Worker = class extends EventTarget {
		constructor() { super(); globalThis.fakes = (globalThis.fakes ?? 0) + 1; }
		postMessage(m) { setTimeout(() => {
			if (m.type === 'start') return this.onmessage({data: {type: 'ready'}});
			const args = m.args.map(a => a instanceof ArrayBuffer ? new Uint8Array(a) : a);
			this.onmessage({data: {type: 'data', id: m.id, answer: JSON.stringify(answers[m.verb](...args))}});
		}); }
		terminate() {}
	};
	let go; Object.defineProperty(globalThis, 'unimodalBiasGo', {get: () => go, set(v) { go = {...v, call(f, json) {
		if (f !== 'adopt') return v.call(f, json);
		const {dataset} = JSON.parse(json);
		return JSON.stringify({result: {own: dataset.modalities.map(m => m.name + ':' + m.dim).join('_') + '~' + dataset.upper.join('_')}});
	}}; }});
`
