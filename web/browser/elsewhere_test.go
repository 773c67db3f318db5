package browser

import "testing"

// TestCaptionsSpeakOfTheirScenarioOnly: in the lab, in a frame and before an audience the sentence of
// a scenario is shown beside the scenario's own values, and beside no others: whichever parameter
// is changed.
func TestCaptionsSpeakOfTheirScenarioOnly(t *testing.T) {
	claim(t)
	for view, scenarios := range map[string]string{
		"lab":     "s => ['late', 'superficial', 'small-data', 'relu', 'many', 'own'].includes(s.slug)",
		"embed":   "s => ['late', 'many', 'xor'].includes(s.slug)",
		"present": "s => ['late', 'many', 'xor'].includes(s.slug)",
	} {
		t.Run(view, func(t *testing.T) {
			p := open(t, setup{reduced: true, width: 1280, height: 800, url: server.URL + subPath + "?view=" + view + "#v=1&scenario=late"})
			p.js(`globalThis.shown = async () => {
				for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
				return document.getElementById('caption').checkVisibility({visibilityProperty: true});
			}; globalThis.list = []; void unimodalBias.describe().then(d => { globalThis.description = d; list.push(...d.scenarios.filter(` + scenarios + `).map(s => s.slug)); })`)
			p.until(`list.length`)
			var slugs []string
			p.decode(`list`, &slugs)
			changes := 0.0
			for _, slug := range slugs {
				var result struct {
					Faults []string
					Count  float64
				}
				p.decode(`(async () => {
					const faults = [];
					let count = 0;
					await unimodalBias.set({scenario: '`+slug+`'});
					if (!await shown()) faults.push('own values: no sentence');
					const own = await unimodalBias.get();
					for (const {key, choices, min, max, step} of description.parameters) {
						if (typeof own[key] === 'string' && !choices) continue;
						const tries = choices ? choices : [own[key] + (step || 0.01), own[key] - (step || 0.01), own[key] * 0.9];
						for (const value of tries) {
							if (value === own[key] || !choices && !(value >= min && value <= max)) continue;
							if (!await unimodalBias.set({scenario: '`+slug+`', [key]: value}).then(() => true, () => false)) continue;
							count++;
							if (await shown()) faults.push(key + ' = ' + value);
							break;
						}
					}
					await unimodalBias.set({scenario: '`+slug+`'});
					if (!await shown()) faults.push('back again: no sentence');
					return {Faults: faults, Count: count};
				})()`, &result)
				for _, fault := range result.Faults {
					t.Errorf("%s, %s", slug, fault)
				}
				if changes += result.Count; result.Count < 8 {
					t.Errorf("%s: only %v values were changed", slug, result.Count)
				}
			}
			t.Logf("%v changes", changes)
		})
	}
}
