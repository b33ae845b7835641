// Package neo4jtest gives tests a real Neo4j: the one that NEO4J_URI names, or
// one put together from Maven Central's jars with Java 17 and Maven.
//
// A server that is shared (NEO4J_URI) is taken for one process at a time by a
// file lock, for Community has one database only, and tests empty it. `go run
// ./internal/neo4jtest/serve` keeps one up for several packages.
package neo4jtest

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"
)

// Address is where a server listens, and how to log in; Username is empty
// where it asks for none.
type Address struct {
	URI, Username, Password, Database string
}

//go:embed pom.xml
var pom []byte

//go:embed Server.java
var program []byte

// FromEnv is the address that the NEO4J_ variables name, or false.
func FromEnv() (Address, bool) {
	a := Address{os.Getenv("NEO4J_URI"), os.Getenv("NEO4J_USERNAME"), os.Getenv("NEO4J_PASSWORD"), os.Getenv("NEO4J_DATABASE")}
	return a, a.URI != ""
}

var shared = sync.OnceValues(func() (Address, error) {
	if a, ok := FromEnv(); ok {
		return a, lock(a.URI)
	}
	p, err := Temporary()
	if err != nil {
		return Address{}, err
	}
	return Address{URI: p.URI}, nil // it ends with our process, for its input is our pipe
})

// Temporary starts a server without data. It ends, and deletes its folder, when
// it is stopped or when this process ends in whatever way.
func Temporary() (*Process, error) {
	dir, err := os.MkdirTemp("", "entente-neo4j-")
	if err != nil {
		return nil, err
	}
	p, err := start(dir, Options{}, false)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return p, nil
}

// Server is the process's one server. The test is skipped, saying why, where
// there can be none; under CI=true it fails instead.
func Server(t testing.TB) Address {
	t.Helper()
	a, err := shared()
	need(t, err)
	return a
}

// need skips the test, or fails it in CI, when there is no server.
func need(t testing.TB, err error) {
	t.Helper()
	switch {
	case err == nil:
	case os.Getenv("CI") == "true":
		t.Fatalf("no Neo4j for the tests, and in CI they must not be skipped: %v", err)
	default:
		t.Skipf("no Neo4j for the tests: %v", err)
	}
}

// Own starts a server of the test's own in a folder that may be used again.
func Own(t testing.TB, dir string, port int, auth bool) *Process {
	t.Helper()
	p, err := Start(dir, port, auth)
	need(t, err)
	t.Cleanup(p.Kill)
	return p
}

// Admin runs neo4j-admin's command in a folder, over the data in home, and
// gives what it says.
func Admin(t testing.TB, home, dir string, args ...string) (string, error) {
	t.Helper()
	jars, err := install()
	need(t, err)
	conf := filepath.Join(home, "conf")
	if err := os.MkdirAll(conf, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(conf, "neo4j.conf"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "java", append([]string{
		"-Xmx1g", "--add-opens=java.base/java.nio=ALL-UNNAMED", "--add-opens=java.base/java.lang=ALL-UNNAMED",
		"-cp", filepath.Join(jars, "lib", "*"), "org.neo4j.cli.AdminTool",
	}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "NEO4J_HOME="+home, "NEO4J_CONF="+conf)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// Process is a server that this program has started.
type Process struct {
	URI  string
	Port int
	cmd  *exec.Cmd
	in   io.Closer
	done chan struct{}
}

// Start starts a server that keeps its data in dir, on a free port when port
// is 0, and waits until it answers. With auth the first log-in is neo4j with
// the password neo4j, which must then be changed.
func Start(dir string, port int, auth bool) (*Process, error) {
	return StartWith(dir, Options{Port: port, Auth: auth})
}

// Options are the choices of a server.
type Options struct {
	Port int    // a free one for 0
	Auth bool   // see Start
	Heap string // as Java has it; "1g" for ""
}

// StartWith starts a server that keeps its data in dir.
func StartWith(dir string, o Options) (*Process, error) { return start(dir, o, true) }

func start(dir string, o Options, keep bool) (*Process, error) {
	home, err := install()
	if err != nil {
		return nil, err
	}
	port := o.Port
	if port == 0 {
		if port, err = freePort(); err != nil {
			return nil, err
		}
	}
	args := []string{
		"-Xmx" + cmp.Or(o.Heap, "1g"), "--add-opens=java.base/java.nio=ALL-UNNAMED", "--add-opens=java.base/java.lang=ALL-UNNAMED",
		"-cp", filepath.Join(home, "lib", "*"), filepath.Join(home, "Server.java"),
		dir, strconv.Itoa(port), strconv.FormatBool(o.Auth), strconv.FormatBool(keep),
	}
	cmd := exec.Command("java", args...)
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start java: %w; install Java 17", err)
	}
	p := &Process{URI: "bolt://127.0.0.1:" + strconv.Itoa(port), Port: port, cmd: cmd, in: in, done: make(chan struct{})}
	ready := make(chan bool, 1)
	go func() {
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if lines.Text() == "ready" {
				ready <- true
			}
		}
		_ = cmd.Wait() // its state is of no interest: it was killed or has said why
		close(p.done)
	}()
	select {
	case <-ready:
		return p, nil
	case <-p.done:
		return nil, fmt.Errorf("start neo4j: it ended before it was ready: %.2000s", said.String())
	case <-time.After(5 * time.Minute):
		p.Kill()
		return nil, errors.New("start neo4j: not ready after five minutes")
	}
}

// Kill ends the server as a power cut would, and waits until it is gone.
func (p *Process) Kill() {
	_ = p.cmd.Process.Kill() // it may be gone already
	<-p.done
}

// Stop ends the server in order.
func (p *Process) Stop() error {
	err := p.in.Close()
	<-p.done
	return err
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}

// install puts the jars and the program into the cache folder
// ($ENTENTE_NEO4J_CACHE, or entente/neo4j in the user's cache) once, and
// returns the folder.
func install() (string, error) {
	for _, tool := range []string{"java", "mvn"} {
		if _, err := exec.LookPath(tool); err != nil {
			return "", fmt.Errorf("%s is not installed (Java 17 and Maven put a server together; or set NEO4J_URI)", tool)
		}
	}
	root := os.Getenv("ENTENTE_NEO4J_CACHE")
	if root == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return "", err
		}
		root = filepath.Join(cache, "entente", "neo4j")
	}
	sum := sha256.Sum256(append(append([]byte{}, pom...), program...))
	home := filepath.Join(root, hex.EncodeToString(sum[:6]))
	if _, err := os.Stat(home); err == nil {
		return home, nil
	}
	if err := os.MkdirAll(root, 0o755); err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp(root, "new-")
	if err != nil {
		return "", err
	}
	defer func() { _ = os.RemoveAll(dir) }() // of no effect once renamed
	if err := errors.Join(
		os.WriteFile(filepath.Join(dir, "pom.xml"), pom, 0o644),
		os.WriteFile(filepath.Join(dir, "Server.java"), program, 0o644),
	); err != nil {
		return "", err
	}
	cmd := exec.Command("mvn", "-q", "-B", "dependency:copy-dependencies", "-DoutputDirectory=lib")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("fetch neo4j from Maven Central: %w: %.1000s", err, out)
	}
	if err := os.Rename(dir, home); err != nil {
		if _, there := os.Stat(home); there == nil { // another process was faster
			return home, nil
		}
		return "", err
	}
	return home, nil
}
