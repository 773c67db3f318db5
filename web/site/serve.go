package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"syscall"

	"unimodal-bias-lab/web/site/static"
)

const (
	defaultPort = 8080
	portsTried  = 100
)

// serve builds the site and serves it until Ctrl-C.
func serve(dist string) error {
	if err := build(dist); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	listener, err := listen(os.Getenv("PORT"))
	if err != nil {
		return err
	}
	fmt.Printf("http://localhost:%d/\n", listener.Addr().(*net.TCPAddr).Port)

	server := &http.Server{Handler: static.Handler(dist)}
	context.AfterFunc(ctx, func() { server.Close() })
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// listen takes the first free port from the wanted one on, on this machine only.
func listen(wanted string) (net.Listener, error) {
	first := defaultPort
	if wanted != "" {
		n, err := strconv.Atoi(wanted)
		if err != nil || n < 0 || n > 65535 {
			return nil, fmt.Errorf("PORT=%s is not a port: 0 to 65535 are, 0 meaning any free one", wanted)
		}
		first = n
	}
	for port := first; port < first+portsTried; port++ {
		l, err := net.Listen("tcp", net.JoinHostPort("localhost", strconv.Itoa(port)))
		if !errors.Is(err, syscall.EADDRINUSE) {
			return l, err
		}
	}
	return nil, fmt.Errorf("no free port from %d to %d", first, first+portsTried-1)
}
