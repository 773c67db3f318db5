//go:build !light

package lab

import (
	"bytes"
	"encoding/json"

	"unimodal-bias-lab/sim/plainjson"
)

// What sheets, files and somebody's data have to say is of many kinds, and goes by way of encoding/json. Light figures have
// none of it.

// encoded are commands whose results encoding/json writes.
func encoded(commands Commands) Commands {
	all := Commands{}
	for name, command := range commands {
		all[name] = func(l *Lab, args []byte) (any, error) {
			result, err := command(l, args)
			if err != nil {
				return nil, err
			}
			return plainjson.Raw(encode(result)), nil
		}
	}
	return all
}

// encode writes what the lab itself has made: failing is a mistake here.
func encode(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return text
}

// unmarshal reads arguments that are of many kinds.
func unmarshal(args []byte, to any) error {
	if json.NewDecoder(bytes.NewReader(args)).Decode(to) != nil {
		return unreadable(args)
	}
	return nil
}
