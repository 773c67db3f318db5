package browser

const reading = ""
