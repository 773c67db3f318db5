package webdriver

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// Screen is an X server whose screen is memory. On Linux a browser without a window has no WebGL, so it gets one of these.
type Screen struct {
	Display string // as the variable of the environment has it
	process *exec.Cmd
}

// NewScreen starts an Xvfb, at the first number that is free.
func NewScreen(program string, width, height int) (*Screen, error) {
	number, says, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer number.Close()
	s := &Screen{process: exec.Command(program, "-displayfd", "3", "-screen", "0", fmt.Sprintf("%dx%dx24", width, height), "-nolisten", "tcp", "-noreset")}
	s.process.ExtraFiles = []*os.File{says} // the third
	var complaint strings.Builder
	s.process.Stderr = &complaint
	err = s.process.Start()
	says.Close()
	if err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(number).ReadString('\n')
	if err != nil {
		s.Stop()
		return nil, fmt.Errorf("%s names no display: %w\n%s", program, err, complaint.String())
	}
	s.Display = ":" + strings.TrimSpace(line)
	return s, nil
}

// Stop ends it.
func (s *Screen) Stop() {
	s.process.Process.Signal(os.Interrupt) // it takes its lock away
	s.process.Wait()
}
