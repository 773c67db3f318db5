package webdriver

// Action is one thing that a device does; [Move] and the others make them.
type Action map[string]any

// Move takes a pointer to a place in the page, in CSS pixels.
func Move(x, y float64) Action {
	return Action{"type": "pointerMove", "x": int(x), "y": int(y), "duration": 0}
}

// Down presses the main button of a mouse, or puts a finger down.
func Down() Action { return Action{"type": "pointerDown", "button": 0} }

// Up is the end of that.
func Up() Action { return Action{"type": "pointerUp", "button": 0} }

// Device is something in a hand, with what it does. WebDriver and WebDriver BiDi spell it the same.
type Device map[string]any

// Pointer does something with a mouse or a touch, which is its kind. What is down at the end stays down.
func Pointer(kind string, actions ...Action) Device {
	return Device{"type": "pointer", "id": kind, "parameters": map[string]any{"pointerType": kind}, "actions": actions}
}

// keys are keys without a character, as WebDriver spells them: https://www.w3.org/TR/webdriver2/#keyboard-actions.
var keys = map[string]string{
	"Tab": "\uE004", "Enter": "\uE007", "Escape": "\uE00C", "PageUp": "\uE00E", "PageDown": "\uE00F", "End": "\uE010", "Home": "\uE011",
	"ArrowLeft": "\uE012", "ArrowUp": "\uE013", "ArrowRight": "\uE014", "ArrowDown": "\uE015",
}

// Key presses a key and lets it go: a character, or the name of one of the others as KeyboardEvent.key has it.
func Key(key string) Device {
	if code, special := keys[key]; special {
		key = code
	}
	return Device{"type": "key", "id": "keys", "actions": []Action{{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}}}
}

// Wheel turns the wheel over a place in the page, down if by is positive.
func Wheel(x, y, by float64) Device {
	return Device{"type": "wheel", "id": "wheel", "actions": []Action{{"type": "scroll", "x": int(x), "y": int(y), "deltaX": 0, "deltaY": int(by)}}}
}
