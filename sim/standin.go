package sim

const NotAChoice Code = "notAChoice"

func (s Scenario) Check() error { return nil }
