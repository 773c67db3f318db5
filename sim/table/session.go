package table

// Session is a reader as a page uses it, one file after the other. Its errors are of
// type *[Error]; a mistake of the reader's own is one of them, too, and closes the file.
type Session struct{ reader *Reader }

// Open begins to read a file of a name and a size in bytes (0: unknown).
func (s *Session) Open(name string, size float64, o Options) (err error) {
	defer s.rescue(&err)
	s.reader = nil
	r, err := Open(name, int64(size), o)
	if err == nil {
		s.reader = r
	}
	return err
}

// Feed is [Reader.Feed].
func (s *Session) Feed(chunk []byte) (p Progress, err error) {
	defer s.rescue(&err)
	if s.reader == nil {
		return p, &Error{Code: NoFile, Key: "feed"}
	}
	return s.reader.Feed(chunk)
}

// Survey is [Reader.Survey].
func (s *Session) Survey() (survey *Survey, err error) {
	defer s.rescue(&err)
	if s.reader == nil {
		return nil, &Error{Code: NoFile, Key: "survey"}
	}
	return s.reader.Survey()
}

// Begin is [Reader.Begin].
func (s *Session) Begin(p Plan) (err error) {
	defer s.rescue(&err)
	if s.reader == nil {
		return &Error{Code: NoFile, Key: "begin"}
	}
	return s.reader.Begin(p)
}

// Finish is [Reader.Finish].
func (s *Session) Finish() (d *DataSet, err error) {
	defer s.rescue(&err)
	if s.reader == nil {
		return nil, &Error{Code: NoFile, Key: "finish"}
	}
	return s.reader.Finish()
}

// rescue makes an error of a panic.
func (s *Session) rescue(err *error) {
	if recover() != nil {
		s.reader = nil
		*err = &Error{Code: Panicked}
	}
}

// Answer is what a page gets: a result or {"error": …}.
func Answer(result any, err error) []byte {
	if err == nil {
		return JSON(result)
	}
	e, ok := err.(*Error)
	if !ok {
		e = &Error{Code: Unreadable, Value: err.Error()}
	}
	return JSON(wrong{e})
}

// Done is the result of what has none.
type Done struct{}
