package fault

import (
	"encoding/hex"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// errGone says that nobody holds the connection any more.
var errGone = errors.New("the process behind the connection is gone")

// killPeer ends the process at the other end of a connection of this machine.
// It never ends its own.
func killPeer(remote string) error {
	pid, err := peer(remote)
	if err != nil {
		return err
	}
	if pid == os.Getpid() {
		return errors.New("the call to be ended comes from this very process")
	}
	return syscall.Kill(pid, syscall.SIGKILL)
}

// peer finds who holds the socket whose local address is remote.
func peer(remote string) (int, error) {
	address, err := netip.ParseAddrPort(remote)
	if err != nil || !address.Addr().Is4() {
		return 0, fmt.Errorf("read the address %q of a caller: %w", remote, err)
	}
	inode, err := socketOf(address)
	if err != nil {
		return 0, err
	}
	links, err := filepath.Glob("/proc/[0-9]*/fd/*")
	if err != nil {
		return 0, err
	}
	for _, link := range links {
		if target, err := os.Readlink(link); err == nil && target == "socket:["+inode+"]" {
			return strconv.Atoi(strings.Split(link, "/")[2])
		}
	}
	return 0, errGone
}

// socketOf reads the kernel's table of IPv4 connections.
func socketOf(address netip.AddrPort) (string, error) {
	table, err := os.ReadFile("/proc/net/tcp")
	if err != nil {
		return "", err
	}
	four := address.Addr().As4()
	slices.Reverse(four[:]) // as a little-endian machine prints it
	want := fmt.Sprintf("%s:%04X", strings.ToUpper(hex.EncodeToString(four[:])), address.Port())
	for line := range strings.Lines(string(table)) {
		if fields := strings.Fields(line); len(fields) > 9 && fields[1] == want {
			return fields[9], nil
		}
	}
	return "", errGone
}
