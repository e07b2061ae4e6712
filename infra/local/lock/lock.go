// Package lock keeps two programs from doing the same thing at once. The lock
// is the kernel's, on a file, so it ends with the process that held it,
// however that process ended.
package lock

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// ErrHeld says that another process has the lock.
var ErrHeld = errors.New("held by another process")

// Lock is a lock that is held.
type Lock struct{ file *os.File }

// Wait takes the lock, however long another process has it.
func Wait(path string) (*Lock, error) { return take(path, syscall.LOCK_EX) }

// Try takes the lock or returns ErrHeld, with the holder's process id in the
// message when the file tells it.
func Try(path string) (*Lock, error) { return take(path, syscall.LOCK_EX|syscall.LOCK_NB) }

func take(path string, how int) (*Lock, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	if err := flock(file, how); err != nil {
		holder, _ := os.ReadFile(path)
		file.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fmt.Errorf("%w (%s)", ErrHeld, strings.TrimSpace(string(holder)))
		}
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	// Only for the sentence that a second process prints: the lock itself does
	// not depend on it.
	if err := file.Truncate(0); err == nil {
		_, _ = file.WriteAt([]byte("process "+strconv.Itoa(os.Getpid())+"\n"), 0)
	}
	return &Lock{file}, nil
}

// flock asks again when a signal came in between.
func flock(file *os.File, how int) error {
	for {
		err := syscall.Flock(int(file.Fd()), how)
		if !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}

// Release gives the lock back.
func (l *Lock) Release() { l.file.Close() }
