package lab

import (
	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/player"
)

// answered is the memory of the answer: pages ask again as draws and runs come in.
type answered struct {
	of      *sim.Run
	answer  sim.Answer
	phase   any
	counsel map[*sim.Run]sim.Counsel
}

// replyData says whose data they are.
type replyData struct {
	Source  string   `json:"source"`
	Rows    int      `json:"rows"`
	Held    int      `json:"held"`
	Dropped int      `json:"dropped"`
	Centred bool     `json:"centred"`
	Inputs  []string `json:"inputs"`
	Targets []string `json:"targets"`
}

// replyAdvice is a remedy, what it differs in, and what its run has shown.
type replyAdvice struct {
	sim.Advice
	Pin         string       `json:"pin"`
	Differences sim.Variant  `json:"differences"`
	Done        bool         `json:"done"`
	Refused     *sim.Error   `json:"refused"`
	Counsel     *sim.Counsel `json:"counsel"`
}

// reply is what the command answer returns: all that the card says.
type reply struct {
	Ready       bool             `json:"ready"` // the run is done; else the rest is empty
	Answer      *sim.Answer      `json:"answer"`
	Data        replyData        `json:"data"`
	Sensitivity *sim.Sensitivity `json:"sensitivity"`
	NoDraws     string           `json:"noDraws"` // why there is none: [sim.NoRows] or [sim.NoOwn]
	Phase       any              `json:"phase"`   // of the run, as [sim.Counsel] has it
	Advice      []replyAdvice    `json:"advice"`
	Working     bool             `json:"working"` // draws or runs are still to come
	Values      map[string]any   `json:"values"`  // of the run
	Link        string           `json:"link"`
}

// answer says what a network learns of somebody's data, how sure that is, and what could be done.
// With on it goes on finding out, until it is called with on false. rows is how many rows somebody
// says that a matrix is from.
func (l *Lab) answer(args []byte) (any, error) {
	on, rows := true, 0.0
	if err := decode(args, into{"on": &on, "rows": &rows}); err != nil {
		return nil, err
	}
	p := l.player
	s := p.Scenario()
	if s.Task != sim.TaskOwn {
		return nil, &sim.Error{Code: sim.Unsuited, Key: "task", Value: s.Task, Allowed: []string{sim.TaskOwn}}
	}
	if least, most := 0.0, float64(sim.MostRows); !(rows >= least && rows <= most) {
		return nil, &sim.Error{Code: sim.OutOfRange, Key: "rows", Value: rows, Min: &least, Max: &most}
	}
	if rows != float64(int(rows)) {
		return nil, &sim.Error{Code: sim.NotAnInteger, Key: "rows", Value: rows}
	}
	p.WantAnswer(on, int(rows))
	r := reply{Ready: !p.Pending() && p.Run().Scenario() == s, Advice: []replyAdvice{}, Working: p.Comparing(), Values: s.Values(), Link: l.link()}
	if set := sim.Kept(s.Own); set != nil {
		r.Data = replyData{set.Source, set.Rows, set.Held, set.Dropped, set.Centred, set.Inputs, set.Targets}
	}
	if !r.Ready {
		return r, nil
	}
	if l.answered.of != p.Run() {
		l.answered = answered{p.Run(), p.Run().Answer(), p.Run().Counsel(p.Run()).Phase, map[*sim.Run]sim.Counsel{}}
	}
	r.Answer, r.Phase = &l.answered.answer, l.answered.phase
	r.Sensitivity, r.NoDraws = p.Sensitivity()
	for _, one := range p.Advice() {
		r.Advice = append(r.Advice, l.advised(one))
	}
	return r, nil
}

func (l *Lab) advised(one player.Advised) replyAdvice {
	a := replyAdvice{Advice: one.Advice, Pin: one.Advice.Variant.String(), Differences: sim.Variant{}}
	b := one.By
	if b == nil {
		a.Pin = ""
		return a
	}
	a.Differences, a.Refused, a.Done = b.Variant.Telling(), b.Refused, b.Fresh
	if !b.Fresh {
		return a
	}
	counsel, known := l.answered.counsel[b.Run]
	if !known {
		counsel = l.player.Run().Counsel(b.Run)
		l.answered.counsel[b.Run] = counsel
	}
	a.Counsel = &counsel
	return a
}
