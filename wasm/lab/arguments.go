package lab

import (
	"maps"
	"math"
	"slices"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/plainjson"
)

// into says where the fields of a command's arguments go, by their names: pointers to what they are. A field that is
// missing or null leaves what is there.
type into map[string]any

// decode reads arguments: an object, or null. What has no place is passed over.
func decode(args []byte, to into) error {
	given, err := object(args)
	if err == nil && !to.take(given) {
		err = unreadable(args)
	}
	return err
}

// object reads arguments as they are; null has no fields.
func object(args []byte) (map[string]any, error) {
	v, err := plainjson.Parse(args)
	given, ok := v.(map[string]any)
	if err != nil || !ok && v != nil {
		return nil, unreadable(args)
	}
	return given, nil
}

func unreadable(args []byte) error {
	return &sim.Error{Code: badArguments, Value: string(args[:min(len(args), 80)])}
}

// take puts the fields where they go and reports whether each is of the right kind.
func (to into) take(given map[string]any) bool {
	for name, place := range to {
		if v := given[name]; v != nil && !put(place, v) {
			return false
		}
	}
	return true
}

// cover refuses a field that has no place.
func (to into) cover(args []byte) error {
	given, err := object(args)
	if err != nil {
		return err
	}
	for _, key := range slices.Sorted(maps.Keys(given)) {
		if _, ok := to[key]; !ok {
			return &sim.Error{Code: sim.UnknownKey, Key: key, Value: given[key], Allowed: slices.Sorted(maps.Keys(to))}
		}
	}
	return nil
}

// put writes a value to a place, if it is of its kind.
func put(place, v any) bool {
	switch place := place.(type) {
	case *any:
		*place = v
		return true
	case *string:
		return as(place, v)
	case *float64:
		return as(place, v)
	case *bool:
		return as(place, v)
	case *int:
		number, ok := v.(float64)
		*place = int(number)
		return ok && number == math.Trunc(number) && math.Abs(number) <= 1<<53
	case *map[string]any:
		return as(place, v)
	case **string:
		*place = new(string)
		return as(*place, v)
	case *[]string:
		list, ok := v.([]any)
		*place = make([]string, len(list))
		for i, item := range list {
			ok = ok && put(&(*place)[i], item)
		}
		return ok
	case *scene.Words:
		all, ok := v.(map[string]any)
		*place = make(scene.Words, len(all))
		for key, item := range all {
			word, isText := item.(string)
			(*place)[key] = word
			ok = ok && isText
		}
		return ok
	}
	return putBox(place, v)
}

// putBox is put for what has a place in the picture.
func putBox(place, v any) bool {
	given, ok := v.(map[string]any)
	if !ok {
		return false
	}
	switch place := place.(type) {
	case *map[string]scene.Rect:
		*place = make(map[string]scene.Rect, len(given))
		for name, item := range given {
			var r scene.Rect
			box, ok := item.(map[string]any)
			if !ok || !(into{"x": &r.X, "y": &r.Y, "w": &r.W, "h": &r.H}).take(box) {
				return false
			}
			(*place)[name] = r
		}
		return true
	case *Layout:
		return place.fields().take(given)
	case **Layout:
		*place = &Layout{}
		return (*place).fields().take(given)
	}
	panic("arguments go into a place of another kind")
}

// as takes a value that is of the kind of its place.
func as[T any](place *T, v any) bool {
	t, ok := v.(T)
	if ok {
		*place = t
	}
	return ok
}
